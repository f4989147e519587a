// Composed (NFC) first: written with combining marks, as some keyboards do, Vietnamese counts half as much again.
const MARK = '…'

/** At most so many characters (UTF-16), whole lines as long as one fits: a link is never cut but left out with its line. */
export function cutLines(given: string, charactersMax: number): string {
  const text = given.normalize()
  if (text.length <= charactersMax) return text
  const end = text.lastIndexOf('\n', charactersMax - MARK.length - 1)
  return end > 0 ? `${text.slice(0, end)}\n${MARK}` : cutCharacters(text, charactersMax)
}

/** At most so many characters (UTF-16), none torn apart. */
export function cutCharacters(given: string, charactersMax: number): string {
  const text = given.normalize()
  if (text.length <= charactersMax) return text
  const cut = text.slice(0, charactersMax - MARK.length)
  // The first half of a pair stays behind alone.
  return `${cut.replace(/[\uD800-\uDBFF]$/, '').trimEnd()}${MARK}`
}

/** All on one line: a line end would begin a header, or another row of a template. */
export function toLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
}
