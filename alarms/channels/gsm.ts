/**
 * The alphabet of SMS, 3GPP TS 23.038 §6.2.1: a character of the basic table is one septet, one of the extension two. What
 * is in neither would make the whole message UCS-2, of which 70 characters fit where 160 septets do.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const EXTENSION = '\f^{}\\[~]|€'

const SEPTETS = new Map([
  ...Array.from(BASIC).map((character) => [character, 1] as const),
  ...Array.from(EXTENSION).map((character) => [character, 2] as const),
])

/** Septets of a message that is alone, and of one segment of several: a header takes the rest. */
const SINGLE_SEPTETS_MAX = 160
const SEGMENT_SEPTETS_MAX = 153

/** What alarms say and SMS cannot. */
const SPELLED: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  '≥': '>=',
  '≤': '<=',
  '±': '+-',
  '−': '-',
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '-',
  '°': '',
  '²': '2',
  '³': '3',
  µ: 'u',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '\u00a0': ' ',
  '\u202f': ' ',
}

/** The text in the alphabet of SMS, without accents: `Bể quá nóng ≥ 50 °C` is `Be qua nong >= 50 C`. */
export function toGsm(text: string): string {
  const plain = text.normalize('NFD').replaceAll(/\p{Mn}/gu, '')
  return Array.from(plain).map(spell).join('')
}

function spell(character: string): string {
  if (SEPTETS.has(character)) return character
  return SPELLED[character] ?? (/\s/.test(character) ? ' ' : '?')
}

export function isGsm(text: string): boolean {
  return Array.from(text).every((character) => SEPTETS.has(character))
}

/** How many segments the text takes; a character of two septets is never torn apart. */
export function countSegments(text: string): number {
  const septets = Array.from(text).map((character) => SEPTETS.get(character) ?? 1)
  const total = septets.reduce((sum, count) => sum + count, 0)
  if (total <= SINGLE_SEPTETS_MAX) return 1
  let [segments, used] = [1, 0]
  for (const count of septets) {
    if (used + count > SEGMENT_SEPTETS_MAX) [segments, used] = [segments + 1, 0]
    used += count
  }
  return segments
}
