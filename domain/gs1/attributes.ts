import type { Instant } from '../time.ts'
import { formatGs1Date, parseGs1Date, type Day } from './date.ts'
import type { Element } from './key.ts'
import { isFlawed, quote, type Parsed } from './parsed.ts'

/** What a code says of the goods beside what they are. */
export interface Attributes {
  /** AI 11 */
  readonly producedOn?: Day | undefined
  /** AI 13 */
  readonly packedOn?: Day | undefined
  /** AI 15 */
  readonly bestBefore?: Day | undefined
  /** AI 17 */
  readonly expiresOn?: Day | undefined
  /** AI 3100 to 3105: net weight, kg */
  readonly netKilograms?: number | undefined
}

const DATES = {
  '11': 'producedOn',
  '13': 'packedOn',
  '15': 'bestBefore',
  '17': 'expiresOn',
} as const satisfies Readonly<Record<string, keyof Attributes>>

/** As element strings, by AI. A weight of 1,000 kg and more has fewer decimals; one that no AI can say is left out. */
export function toAttributeElements(attributes: Attributes): Element[] {
  const dates = Object.entries(DATES).flatMap(([ai, name]): Element[] => {
    const day = attributes[name]
    return day === undefined ? [] : [[ai, formatGs1Date(day)]]
  })
  return [...dates, ...toWeight(attributes.netKilograms)]
}

/** GS1 General Specifications §3.6.2: six digits, and the last digit of the AI says how many of them are decimals. */
function toWeight(kilograms: number | undefined): Element[] {
  if (kilograms === undefined || !(kilograms >= 0)) return []
  const decimals = [3, 2, 1, 0].find((count) => Math.round(kilograms * 10 ** count) <= 999_999)
  if (decimals === undefined) return []
  return [[`310${decimals}`, String(Math.round(kilograms * 10 ** decimals)).padStart(6, '0')]]
}

/** Of all that a code may say, what is known here; the rest is not looked at. */
export function parseAttributes(elements: readonly Element[], now: Instant): Parsed<Attributes> {
  const attributes: { -readonly [Name in keyof Attributes]: Attributes[Name] } = {}
  for (const [ai, received] of elements) {
    const parsed = parseAttribute([ai, received], now)
    if (isFlawed(parsed)) return parsed
    Object.assign(attributes, parsed.value)
  }
  return { value: attributes }
}

function parseAttribute([ai, received]: Element, now: Instant): Parsed<Attributes> {
  if (/^310[0-5]$/.test(ai)) return parseWeight(ai, received)
  if (!isDateAi(ai)) return { value: {} }
  const parsed = parseGs1Date(received, now)
  return isFlawed(parsed) ? parsed : { value: { [DATES[ai]]: parsed.value } }
}

function isDateAi(ai: string): ai is keyof typeof DATES {
  return Object.hasOwn(DATES, ai)
}

function parseWeight(ai: string, received: string): Parsed<Attributes> {
  if (/^\d{6}$/.test(received)) {
    return { value: { netKilograms: Number(received) / 10 ** Number(ai.slice(-1)) } }
  }
  const is = quote(received)
  return {
    flaw: {
      vi: `Khối lượng (${ai}) có 6 chữ số; nhận được ${is}.`,
      en: `A weight (${ai}) has 6 digits; received was ${is}.`,
    },
  }
}
