import {
  isKeyAi,
  isQualifierAi,
  parseElements,
  toElements,
  type Element,
  type Gs1Key,
} from './key.ts'
import { isFlawed, quote, type Parsed } from './parsed.ts'

/** What a GS1 Digital Link URI says. */
export interface DigitalLink {
  readonly key: Gs1Key
  /** The values behind the question mark whose name is an AI, as they stand there, decoded. */
  readonly attributes: readonly Element[]
}

/** The names that version 1.1 of the standard had for AIs; in use still, though no longer recommended. */
const ALIASES: Readonly<Record<string, string>> = {
  gtin: '01',
  cpv: '22',
  lot: '10',
  ser: '21',
  sscc: '00',
  gln: '414',
  glnx: '254',
  party: '417',
  grai: '8003',
  giai: '8004',
}

/** RFC 3986 appendix B, for http and https. `URL` is no help here: it takes dots away and leaves `%2F` unclear. */
const URI = /^https?:\/\/[^/?#]+(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#.*)?$/i

/**
 * `https://host/path` + `{ gtin, lot }` → `https://host/path/01/{gtin}/10/{lot}?17=261231`.
 * `base` is an http or https address; `attributes` are element strings such as `toAttributes` makes.
 */
export function formatDigitalLink(
  base: string,
  key: Gs1Key,
  attributes: readonly Element[] = [],
): string {
  const path = toElements(key).map(([ai, value]) => `/${ai}/${encode(value)}`)
  const query = attributes.map(([ai, value]) => `${ai}=${encode(value)}`)
  const mark = query.length === 0 ? '' : '?'
  return `${base.replace(/\/+$/, '')}${path.join('')}${mark}${query.join('&')}`
}

/**
 * Any host, any path before the key. What is behind the question mark and not named by an AI (`linkType`, `lang`) is
 * somebody else's. GS1 Digital Link URI Syntax 1.2 §4.
 */
export function parseDigitalLink(uri: string): Parsed<DigitalLink> {
  const parts = URI.exec(uri)?.groups
  if (parts === undefined) return refuseUri(uri)
  const elements = findElements(parts['path'] ?? '')
  const attributes = readQuery(parts['query'] ?? '')
  if (elements === undefined || attributes === undefined) return refuseUri(uri)
  const key = parseElements(elements)
  if (isFlawed(key)) return key
  const misplaced = 'gtin' in key.value && attributes.find(([ai]) => isQualifierAi(ai))
  return misplaced ? refuseMisplaced(misplaced) : { value: { key: key.value, attributes } }
}

/** The pairs of the path from its key on. They are looked for from the end: a path before the key may hold anything. */
function findElements(path: string): Element[] | undefined {
  const segments = path.replace(/\/$/, '').split('/').slice(1)
  for (let start = segments.length - 2; start >= 0; start -= 2) {
    const ai = toAi(segments[start] ?? '')
    if (isKeyAi(ai)) return readPairs(segments.slice(start))
    if (!isQualifierAi(ai)) return undefined
  }
  return undefined
}

function readPairs(segments: readonly string[]): Element[] | undefined {
  const elements: Element[] = []
  for (let at = 0; at < segments.length; at += 2) {
    const value = decode(segments[at + 1] ?? '')
    if (value === undefined) return undefined
    elements.push([toAi(segments[at] ?? ''), value])
  }
  return elements
}

function readQuery(query: string): Element[] | undefined {
  const elements: Element[] = []
  for (const pair of query.split(/[&;]/)) {
    const [name = '', ...rest] = pair.split('=')
    const value = decode(rest.join('='))
    if (value === undefined) return undefined
    // All names of digits only are GS1's. GS1 Digital Link URI Syntax 1.2 §4.11.
    if (/^\d{2,4}$/.test(name)) elements.push([name, value])
  }
  return elements
}

function toAi(segment: string): string {
  return Object.hasOwn(ALIASES, segment) ? (ALIASES[segment] ?? segment) : segment
}

/** All but RFC 3986's unreserved characters; the standard names most of these, browsers and servers differ on the others. */
export function encode(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Undefined: a percent sign has no two digits behind it, or the bytes are not UTF-8. */
export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function refuseUri(uri: string): Parsed<DigitalLink> {
  const is = quote(uri)
  return {
    flaw: {
      vi: `${is} không phải là liên kết GS1 Digital Link, ví dụ https://id.gs1.org/01/08930000000019/10/L1.`,
      en: `${is} is not a GS1 Digital Link, such as https://id.gs1.org/01/08930000000019/10/L1.`,
    },
  }
}

function refuseMisplaced([ai, value]: Element): Parsed<DigitalLink> {
  const is = quote(`${ai}=${value}`)
  return {
    flaw: {
      vi: `${is} đứng sau dấu hỏi; với GTIN, nó phải nằm trong đường dẫn: …/${ai}/${encode(value)}.`,
      en: `${is} stands behind the question mark; with a GTIN it belongs in the path: …/${ai}/${encode(value)}.`,
    },
  }
}
