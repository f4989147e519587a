import { toCheckDigit } from './check-digit.ts'
import { decode, formatDigitalLink, parseDigitalLink } from './digital-link.ts'
import { parseElements, type Element, type Gs1Key } from './key.ts'
import { isFlawed } from './parsed.ts'

/** GS1 Digital Link URI Syntax 1.2 §4.12: the host that stands for none in particular. */
export const CANONICAL_BASE = 'https://id.gs1.org'

/** `urn:epc:id:sgtin:…`; what a URN names, the pattern of it says. EPC Tag Data Standard 1.13 §6.3, §8. */
const URN = /^urn:epc:(?<kind>id|class|idpat):(?<scheme>[a-z]+):(?<body>.+)$/i
/** A company prefix, a reference that its owner chose, and the rest, in which dots are characters like others. */
const FIELDS = /^(?<prefix>\d{6,12})\.(?<reference>\d*)(?:\.(?<rest>.+))?$/
const ASSET = /^(?<prefix>\d{6,12})\.(?<rest>.+)$/

interface Fields {
  readonly prefix: string
  readonly reference: string
  /** Decoded; empty: there is none. */
  readonly rest: string
}

type ToElements = (fields: Fields) => readonly Element[] | undefined
const SCHEMES: Readonly<Record<string, ToElements>> = {
  'id:sgtin': (fields) => toProduct(fields, '21'),
  'class:lgtin': (fields) => toProduct(fields, '10'),
  'idpat:sgtin': (fields) => (fields.rest === '*' ? toProduct({ ...fields, rest: '' }) : undefined),
  'id:sscc': toUnit,
  'id:sgln': toPlace,
  'id:pgln': toParty,
  'id:grai': toCrate,
  'idpat:grai': (fields) => (fields.rest === '*' ? toCrateType(fields) : undefined),
  'id:giai': ({ prefix, rest }) => [['8004', `${prefix}${rest}`]],
}

/**
 * One name for what EPC URNs and Digital Links of any host name: the Digital Link on id.gs1.org of the finest level that
 * is named (of GTIN, lot and serial: GTIN and serial), without variant and attributes, GTINs of 14 digits. So it is what
 * events are compared by, and what the hash of an event is made from (CBV 2.0 §8.9). What is neither stays as it is; so
 * does what is no key of GS1 after all, such as one with a wrong check digit.
 */
export function toCanonicalEpc(uri: string): string {
  const key = /^urn:/i.test(uri) ? readUrn(uri) : readLink(uri)
  return key === undefined ? uri : formatDigitalLink(CANONICAL_BASE, toFinest(key))
}

function readLink(uri: string): Gs1Key | undefined {
  const parsed = parseDigitalLink(uri)
  return isFlawed(parsed) ? undefined : parsed.value.key
}

function toFinest(key: Gs1Key): Gs1Key {
  if (!('gtin' in key)) return key
  const { gtin, lot, serial } = key
  return serial === undefined ? { gtin, lot } : { gtin, serial }
}

function readUrn(uri: string): Gs1Key | undefined {
  const { kind = '', scheme = '', body = '' } = URN.exec(uri)?.groups ?? {}
  const name = `${kind}:${scheme}`.toLowerCase()
  const fields = readFields(body, name === 'id:giai' ? ASSET : FIELDS)
  if (fields === undefined || !Object.hasOwn(SCHEMES, name)) return undefined
  const elements = SCHEMES[name]?.(fields)
  if (elements === undefined) return undefined
  const key = parseElements(elements)
  return isFlawed(key) ? undefined : key.value
}

function readFields(body: string, pattern: RegExp): Fields | undefined {
  const { prefix, reference = '', rest = '' } = pattern.exec(body)?.groups ?? {}
  const decoded = decode(rest)
  return prefix === undefined || decoded === undefined
    ? undefined
    : { prefix, reference, rest: decoded }
}

/** The first digit of the reference is the indicator, which stands first in a GTIN. */
function toProduct({ prefix, reference, rest }: Fields, qualifier?: string) {
  const gtin = complete(`${reference.slice(0, 1)}${prefix}${reference.slice(1)}`, 14)
  if (gtin === undefined || (qualifier === undefined) !== (rest === '')) return undefined
  const product: Element = ['01', gtin]
  return qualifier === undefined ? [product] : [product, [qualifier, rest] satisfies Element]
}

/** The first digit of the reference is the extension digit, which stands first in an SSCC. */
function toUnit({ prefix, reference, rest }: Fields): Element[] | undefined {
  const sscc = complete(`${reference.slice(0, 1)}${prefix}${reference.slice(1)}`, 18)
  return sscc === undefined || rest !== '' ? undefined : [['00', sscc]]
}

function toPlace({ prefix, reference, rest }: Fields): Element[] | undefined {
  const gln = complete(`${prefix}${reference}`, 13)
  if (gln === undefined || rest === '') return undefined
  return [
    ['414', gln],
    ['254', rest],
  ]
}

function toParty({ prefix, reference, rest }: Fields): Element[] | undefined {
  const gln = complete(`${prefix}${reference}`, 13)
  return gln === undefined || rest !== '' ? undefined : [['417', gln]]
}

function toCrate(fields: Fields): Element[] | undefined {
  const [[ai, type] = []] = toCrateType(fields) ?? []
  if (ai === undefined || fields.rest === '') return undefined
  return [[ai, `${type}${fields.rest}`]]
}

function toCrateType({ prefix, reference }: Fields): Element[] | undefined {
  const type = complete(`0${prefix}${reference}`, 14)
  return type === undefined ? undefined : [['8003', type]]
}

/** With its check digit; undefined: that is not of the length that it must have. */
function complete(digits: string, length: number): string | undefined {
  return digits.length === length - 1 ? `${digits}${toCheckDigit(digits)}` : undefined
}
