/** A mobile number of Vietnam: nine digits that begin with 3, 5, 7, 8 or 9. */
const VIETNAMESE = /^(?:\+84|0084|84|0)([35789]\d{8})$/
/** E.164: of any country, with a plus. */
const FOREIGN = /^\+([1-9]\d{7,14})$/

/** The number as providers of Vietnam take it, `84912345678`; undefined: it is none. People write spaces, dots and hyphens. */
export function parseVietnamesePhone(text: string): string | undefined {
  const [, rest] = VIETNAMESE.exec(squeeze(text)) ?? []
  return rest === undefined ? undefined : `84${rest}`
}

/** The same, and numbers of other countries, which need their plus. */
export function parsePhone(text: string): string | undefined {
  return parseVietnamesePhone(text) ?? FOREIGN.exec(squeeze(text))?.[1]
}

function squeeze(text: string): string {
  return text.replaceAll(/[\s.()-]/g, '')
}
