/** RFC 3986 appendix A: a scheme, then only characters that may stand there, each percent sign with two hex digits. */
const URI =
  /^[a-z][a-z0-9+.-]*:(?:\/\/(?:[\w.~!$&'()*+,;=:@%-]|\[[\da-f:.v]+\])*(?:[/?#].*)?|\/(?!\/).*|[^/?#].*|[?#].*)?$/i
const CHARACTERS = /^(?:[\w.~!$&'()*+,;=:@/?#[\]-]|%[\da-f]{2})*$/i

export function isUri(text: string): boolean {
  return URI.test(text) && CHARACTERS.test(text)
}
