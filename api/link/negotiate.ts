import type { Text } from '#domain/text.ts'

export type Language = keyof Text

interface Wish {
  readonly value: string
  readonly weight: number
}

/** Vietnamese where nothing is said; English for whoever reads neither. RFC 9110 §12.5.4. */
export function toLanguage(lang: string | undefined, acceptLanguage: string | undefined): Language {
  if (lang === 'vi' || lang === 'en') return lang
  const wishes = parseWishes(acceptLanguage ?? '')
  const first = wishes.find(({ value }) => /^(vi|en)(-|$)/.test(value))
  if (first !== undefined) return first.value.startsWith('vi') ? 'vi' : 'en'
  return wishes.some(({ value }) => value !== '*') ? 'en' : 'vi'
}

/** RFC 9264 §4.2 */
export const LINKSET_TYPE = 'application/linkset+json'

/** Whether the list of links is liked better than a page. RFC 9110 §12.5.1. */
export function wantsLinkset(accept: string | undefined): boolean {
  const first = parseWishes(accept ?? '').find(({ value }) =>
    [LINKSET_TYPE, 'application/json', 'text/html', 'text/*', '*/*'].includes(value),
  )
  return first?.value === LINKSET_TYPE || first?.value === 'application/json'
}

/** The most wanted first; what is not wanted (`q=0`) is not in it. */
function parseWishes(header: string): Wish[] {
  const wishes = header.split(',').flatMap((part): Wish[] => {
    const [value = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase())
    const weight = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1)
    return value === '' || !(weight > 0) ? [] : [{ value, weight }]
  })
  return wishes.toSorted((one, other) => other.weight - one.weight)
}
