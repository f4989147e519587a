import type { Attributes } from '#domain/gs1/attributes.ts'
import type { Day } from '#domain/gs1/date.ts'
import { parseDigitalLink } from '#domain/gs1/digital-link.ts'
import { toElements, type ProductKey } from '#domain/gs1/key.ts'
import { isFlawed } from '#domain/gs1/parsed.ts'
import type { Text } from '#domain/text.ts'

/** What stands on the label of a product. */
export interface ProductLabel {
  readonly key: ProductKey
  /** What the QR code says: a Digital Link of `key`. */
  readonly link: string
  readonly product: Text
  readonly producer: Text | null
  readonly attributes: Attributes
  /** Of one piece, as people read it: `500 ml`. */
  readonly netContent: Text | null
}

/** What stands on the label of a case or a pallet. */
export interface ShippingLabel {
  readonly sscc: string
  readonly link: string
  readonly from: Address
  readonly to: Address | null
  /** What is in it, one line each. */
  readonly contents: readonly Text[]
}

export interface Address {
  readonly name: Text
  readonly address: string | null
}

const DATES = [
  ['producedOn', { vi: 'NSX', en: 'MFG' }],
  ['packedOn', { vi: 'Đóng gói', en: 'Packed' }],
  ['bestBefore', { vi: 'Tốt nhất trước', en: 'Best before' }],
  ['expiresOn', { vi: 'HSD', en: 'EXP' }],
] as const satisfies readonly (readonly [keyof Attributes, Text])[]

/** Lot, dates and net content, one line each. */
export function toFacts({ key, attributes, netContent }: ProductLabel): string[] {
  const lot = key.lot === undefined ? [] : [`Lô / Lot: ${key.lot}`]
  const serial = key.serial === undefined ? [] : [`Số / Serial: ${key.serial}`]
  const dates = DATES.flatMap(([name, { vi, en }]) => {
    const day = attributes[name]
    return day === undefined ? [] : [`${vi} / ${en}: ${formatDay(day)}`]
  })
  const net = netContent === null ? [] : [`Định lượng / Net: ${bothOf(netContent)}`]
  return [...lot, ...serial, ...dates, ...net]
}

/** `(01)08930000000019`, `(10)L1`: what the code says, for people, and nothing else. GS1 General Specifications §4.14. */
export function toReadableElements(link: string): string[] {
  const parsed = parseDigitalLink(link)
  if (isFlawed(parsed)) throw new Error(parsed.flaw.en)
  const { key, attributes } = parsed.value
  return [...toElements(key), ...attributes].map(([ai, value]) => `(${ai})${value}`)
}

/** Both languages on one line; once when they say the same. */
export function bothOf({ vi, en }: Text): string {
  return vi === en ? vi : `${vi} / ${en}`
}

/** As dates stand on Vietnamese labels. Decree 43/2017/NĐ-CP Art 14. */
function formatDay(day: Day): string {
  return day.split('-').toReversed().join('/')
}
