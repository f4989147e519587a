import { toCheckDigit } from '#domain/gs1/check-digit.ts'
import { encode } from '#domain/gs1/digital-link.ts'
import { CANONICAL_BASE, toCanonicalEpc } from '#domain/gs1/epc.ts'

/** Of the keys that `toCanonicalEpc` has no words for; EPC Tag Data Standard 1.13 §6.3. */
const URN = /^urn:epc:(?<kind>id|idpat):(?<scheme>[a-z]+):(?<prefix>\d{6,12})\.(?<rest>[^?#]+)$/
const LINK =
  /^https?:\/\/[^/?#]+(?:\/[^?#]*?)?\/(?<ai>253|gdti|255|gcn|401|ginc|402|gsin|8006|itip|8010|cpid|8017|gsrnp|8018|gsrn)\/(?<value>[^/?#]+)(?<rest>(?:\/[^/?#]+\/[^/?#]+)*)\/?(?:[?#].*)?$/
const NAMES: Readonly<Record<string, string>> = {
  gdti: '253',
  gcn: '255',
  ginc: '401',
  gsin: '402',
  itip: '8006',
  cpid: '8010',
  gsrnp: '8017',
  gsrn: '8018',
}
/** The finest level first: what stands behind the key in its place. GS1 Digital Link URI Syntax 1.2 §4.11. */
const QUALIFIERS: Readonly<Record<string, readonly string[]>> = {
  '8006': ['21', '10'],
  '8010': ['8011'],
}

/**
 * One name for what URNs and Digital Links of any host name, as the hash of an event wants it (CBV 2.0 §8.9.2 rules 17 and
 * 18): `toCanonicalEpc`, and the keys of documents, coupons, consignments, shipments, components and relations besides.
 */
export function toCanonicalUri(uri: string): string {
  const known = recent.get(uri)
  if (known !== undefined) return known
  const canonical = toCanonicalEpc(uri)
  const found = canonical === uri ? (readUrn(uri) ?? readLink(uri) ?? uri) : canonical
  if (uri.length > RECENT_CHARACTERS_MAX) return found
  if (recent.size >= RECENT_MAX) recent.clear()
  recent.set(uri, found)
  return found
}

/** An event names most of its URIs more than once, and the next event those of its places again. */
const RECENT_MAX = 5_000
const RECENT_CHARACTERS_MAX = 300
const recent = new Map<string, string>()

function readLink(uri: string): string | undefined {
  const { ai: name = '', value = '', rest = '' } = LINK.exec(uri)?.groups ?? {}
  if (value === '') return undefined
  const ai = NAMES[name] ?? name
  const parts = rest.split('/').slice(1)
  for (const qualifier of QUALIFIERS[ai] ?? []) {
    const at = parts.indexOf(qualifier)
    if (at >= 0 && at % 2 === 0)
      return `${CANONICAL_BASE}/${ai}/${value}/${qualifier}/${parts[at + 1]}`
  }
  return `${CANONICAL_BASE}/${ai}/${value}`
}

interface UrnParts {
  readonly prefix: string
  /** What stands behind the company prefix, between the dots. */
  readonly first: string
  readonly second: string
  readonly third: string
  readonly fourth: string
}

const SCHEMES: Readonly<Record<string, (parts: UrnParts) => string>> = {
  gdti: ({ prefix, first, second }) => `253/${complete(prefix + first)}${encodePart(second)}`,
  sgcn: ({ prefix, first, second }) => `255/${complete(prefix + first)}${second}`,
  ginc: ({ prefix, first }) => `401/${prefix}${encodePart(first)}`,
  gsin: ({ prefix, first }) => `402/${complete(prefix + first)}`,
  gsrn: ({ prefix, first }) => `8018/${complete(prefix + first)}`,
  gsrnp: ({ prefix, first }) => `8017/${complete(prefix + first)}`,
  cpi: ({ prefix, first, second }) =>
    second === '' ? `8010/${prefix}${first}` : `8010/${prefix}${first}/8011/${second}`,
  itip: (parts) => {
    const piece = `8006/${toGtin(parts)}${parts.second}${parts.third}`
    return parts.fourth === '' ? piece : `${piece}/21/${encodePart(parts.fourth)}`
  },
  upui: (parts) => {
    const gtin = `01/${toGtin(parts)}`
    return parts.second === '' ? gtin : `${gtin}/235/${encodePart(parts.second)}`
  },
}

function readUrn(uri: string): string | undefined {
  const { kind, scheme = '', prefix = '', rest = '' } = URN.exec(uri)?.groups ?? {}
  const path = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined
  if (path === undefined || (kind === 'idpat' && !rest.endsWith('.*'))) return undefined
  const whole = kind === 'idpat' ? rest.slice(0, -2) : rest
  const [first = '', second = '', third = '', ...others] = whole.split('.')
  // Only the last part may have dots of its own.
  const isPieces = scheme === 'itip'
  const last = [second, third, ...others].join('.').replace(/\.+$/, '')
  const parts = isPieces
    ? { prefix, first, second, third, fourth: others.join('.') }
    : { prefix, first, second: last, third: '', fourth: '' }
  return `${CANONICAL_BASE}/${path(parts)}`
}

/** The first digit of the reference is the indicator, which stands first in a GTIN. */
function toGtin({ prefix, first }: UrnParts): string {
  return complete(`${first.slice(0, 1)}${prefix}${first.slice(1)}`)
}

function complete(digits: string): string {
  return `${digits}${toCheckDigit(digits)}`
}

/** What is escaped in a URN is escaped anew for a path. */
function encodePart(text: string): string {
  try {
    return encode(decodeURIComponent(text))
  } catch {
    return text
  }
}
