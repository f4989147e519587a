import {
  parseExtension,
  parseGiai,
  parseGln,
  parseGrai,
  parseGtin,
  parseLot,
  parseSerial,
  parseSscc,
  parseVariant,
} from './identifiers.ts'
import { isFlawed, quote, type Parsed } from './parsed.ts'

/** What a GS1 key names. Values are as the GS1 General Specifications have them, GTINs always of 14 digits. */
export type Gs1Key = ProductKey | UnitKey | PlaceKey | PartyKey | CrateKey | AssetKey

/** A product; with `lot` one lot of it, with `serial` one piece of it. */
export interface ProductKey {
  readonly gtin: string
  readonly variant?: string | undefined
  readonly lot?: string | undefined
  readonly serial?: string | undefined
}
export interface UnitKey {
  readonly sscc: string
}
/** `extension` tells places apart that share a GLN. */
export interface PlaceKey {
  readonly gln: string
  readonly extension?: string | undefined
}
export interface PartyKey {
  readonly partyGln: string
}
/** A returnable asset, such as a crate: with its serial one crate, without it the type of crate. */
export interface CrateKey {
  readonly grai: string
}
export interface AssetKey {
  readonly giai: string
}

/** An element string: an application identifier (AI) and its value. */
export type Element = readonly [ai: string, value: string]

type Values = Readonly<Record<string, string>>
interface KeyForm {
  readonly parse: (received: string) => Parsed<string>
  /** In the order in which they stand behind the key. GS1 Digital Link URI Syntax 1.2 §4.9. */
  readonly qualifiers: readonly string[]
  readonly toKey: (value: string, qualifiers: Values) => Gs1Key
}

const FORMS: Readonly<Record<string, KeyForm>> = {
  '01': {
    parse: parseGtin,
    qualifiers: ['22', '10', '21'],
    toKey: (gtin, of) => ({ gtin, variant: of['22'], lot: of['10'], serial: of['21'] }),
  },
  '00': { parse: parseSscc, qualifiers: [], toKey: (sscc) => ({ sscc }) },
  '414': {
    parse: parseGln,
    qualifiers: ['254'],
    // EPC Tag Data Standard §6.3.3: the extension 0 says that there is none.
    toKey: (gln, of) => ({ gln, extension: of['254'] === '0' ? undefined : of['254'] }),
  },
  '417': { parse: parseGln, qualifiers: [], toKey: (partyGln) => ({ partyGln }) },
  '8003': { parse: parseGrai, qualifiers: [], toKey: (grai) => ({ grai }) },
  '8004': { parse: parseGiai, qualifiers: [], toKey: (giai) => ({ giai }) },
}

const QUALIFIERS: Readonly<Record<string, (received: string) => Parsed<string>>> = {
  '22': parseVariant,
  '10': parseLot,
  '21': parseSerial,
  '254': parseExtension,
}

export function isKeyAi(ai: string): boolean {
  return Object.hasOwn(FORMS, ai)
}

export function isQualifierAi(ai: string): boolean {
  return Object.hasOwn(QUALIFIERS, ai)
}

/** The key and its qualifiers in their order, as element strings. */
export function toElements(key: Gs1Key): Element[] {
  if ('gtin' in key) {
    const { gtin, variant, lot, serial } = key
    return [
      ['01', gtin],
      ...present('22', variant),
      ...present('10', lot),
      ...present('21', serial),
    ]
  }
  if ('gln' in key) return [['414', key.gln], ...present('254', key.extension)]
  if ('sscc' in key) return [['00', key.sscc]]
  if ('partyGln' in key) return [['417', key.partyGln]]
  return 'grai' in key ? [['8003', key.grai]] : [['8004', key.giai]]
}

function present(ai: string, value: string | undefined): Element[] {
  return value === undefined ? [] : [[ai, value]]
}

/** The key that such elements say: first a primary key, then qualifiers of it. */
export function parseElements([primary, ...rest]: readonly Element[]): Parsed<Gs1Key> {
  const form = primary === undefined ? undefined : FORMS[primary[0]]
  if (primary === undefined || form === undefined) return refuseKey(primary)
  const value = form.parse(primary[1])
  if (isFlawed(value)) return value
  const qualifiers = parseQualifiers(rest, primary[0], form.qualifiers)
  return isFlawed(qualifiers) ? qualifiers : { value: form.toKey(value.value, qualifiers.value) }
}

function parseQualifiers(
  elements: readonly Element[],
  ai: string,
  order: readonly string[],
): Parsed<Values> {
  const values: Record<string, string> = {}
  let place = -1
  for (const [qualifier, received] of elements) {
    const parse = QUALIFIERS[qualifier]
    const next = order.indexOf(qualifier)
    if (parse === undefined || next <= place) return refuseQualifier(qualifier, ai, order)
    const parsed = parse(received)
    if (isFlawed(parsed)) return parsed
    values[qualifier] = parsed.value
    place = next
  }
  return { value: values }
}

function refuseKey(element: Element | undefined): Parsed<Gs1Key> {
  const is = quote(element?.join('/') ?? '')
  const known = Object.keys(FORMS).toSorted().join(', ')
  return {
    flaw: {
      vi: `Không có mã GS1 nào trong ${is}. Các mã dùng được: ${known}.`,
      en: `There is no GS1 key in ${is}. Keys that can be used: ${known}.`,
    },
  }
}

function refuseQualifier(qualifier: string, ai: string, order: readonly string[]): Parsed<Values> {
  const orderVi = order.length === 0 ? 'không có gì' : order.join(', ')
  const orderEn = order.length === 0 ? 'nothing' : order.join(', ')
  return {
    flaw: {
      vi: `(${qualifier}) không thể đứng ở đó sau (${ai}). Theo thứ tự, mỗi loại một lần: ${orderVi}.`,
      en: `(${qualifier}) cannot stand there behind (${ai}). What can, in this order, each once: ${orderEn}.`,
    },
  }
}
