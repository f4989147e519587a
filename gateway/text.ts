/**
 * Whether a decoded MQTT string may go on. The parser replaces invalid UTF-8 by U+FFFD without a word, so that
 * character is refused wherever it comes from (MQTT-1.5.3-1); so are NUL (MQTT-1.5.3-2) and, as
 * MQTT 3.1.1 §1.5.3 allows, control characters and non-characters: none of them reaches a topic, a log or a terminal.
 */
export function isCleanText(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || unit >= 0xfffd) return false
  }
  return true
}
