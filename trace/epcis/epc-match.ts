import { CANONICAL_BASE, toCanonicalEpc } from '#domain/gs1/epc.ts'

import { toCanonicalUri } from './canonical-uri.ts'
import { toProductEntry } from './event-index.ts'

/** A value, or all values from one on and before another, by their characters. */
export type Match = { readonly equals: string } | { readonly from: string; readonly before: string }

const PATTERN = /^urn:epc:idpat:(?<scheme>[a-z]+):(?<body>[^:]+)$/i
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
/** In canonical form the first digit of the reference stands before the company prefix, so of all there are ten beginnings. */
const OPEN: Readonly<Record<string, (prefix: string) => readonly string[]>> = {
  sgtin: (prefix) => DIGITS.map((digit) => `/01/${digit}${prefix}`),
  sscc: (prefix) => DIGITS.map((digit) => `/00/${digit}${prefix}`),
  sgln: (prefix) => [`/414/${prefix}`],
  grai: (prefix) => [`/8003/0${prefix}`],
  giai: (prefix) => [`/8004/${prefix}`],
}
/** What a pattern with a company prefix, a reference and any serial begins with, from an example of it. */
const SERIAL: Readonly<Record<string, (uri: string) => Match[]>> = {
  sgtin: (uri) => [{ equals: toProductEntry(uri) ?? uri }],
  sgln: (uri) => [
    { equals: uri.replace(/\/254\/.*$/, '') },
    startsWith(uri.replace(/\/254\/.*$/, '/254/')),
  ],
  grai: (uri) => [startsWith(uri.slice(0, `${CANONICAL_BASE}/8003/`.length + 14))],
}

/**
 * What the EPCs are that a URI or a pattern of EPCs stands for (EPCIS 2.0 §8.2.7.1.1; EPC Tag Data Standard 1.13 §8):
 * `urn:epc:idpat:sgtin:4012345.012345.*`, `…:4012345.*.*`, `…:sscc:4012345.*`. Undefined: a pattern that is not understood.
 */
export function toEpcMatches(uri: string): readonly Match[] | undefined {
  const { scheme = '', body = '' } = PATTERN.exec(uri)?.groups ?? {}
  if (scheme === '') return [{ equals: toCanonicalUri(uri) }]
  const [prefix = '', ...rest] = body.split('.')
  if (!/^\d{6,12}$/.test(prefix)) return undefined
  const name = scheme.toLowerCase()
  if (rest.every((part) => part === '*')) return toBeginnings(name, prefix)
  if (rest.length !== 2 || rest[1] !== '*') return undefined
  return withAnySerial(name, `${prefix}.${rest[0]}.1`)
}

/** Of classes there are no patterns but `urn:epc:idpat:…` of a whole product, which names the product. */
export function toClassMatches(uri: string): readonly Match[] {
  return [{ equals: toCanonicalUri(uri) }]
}

/** EPCIS 2.0 §8.2.7.1 `WD_`: a place, and what is in it. Of a GLN its extensions are in it. */
export function toPlaceMatches(uri: string): readonly Match[] {
  const place = toCanonicalUri(uri)
  return [{ equals: place }, startsWith(`${place}/254/`)]
}

function toBeginnings(scheme: string, prefix: string): readonly Match[] | undefined {
  if (!Object.hasOwn(OPEN, scheme)) return undefined
  return OPEN[scheme]?.(prefix).map((path) => startsWith(`${CANONICAL_BASE}${path}`))
}

function withAnySerial(scheme: string, body: string): readonly Match[] | undefined {
  const example = `urn:epc:id:${scheme}:${body}`
  const canonical = toCanonicalEpc(example)
  if (canonical === example || !Object.hasOwn(SERIAL, scheme)) return undefined
  return SERIAL[scheme]?.(canonical)
}

function startsWith(beginning: string): Match {
  const last = beginning.charCodeAt(beginning.length - 1)
  return { from: beginning, before: `${beginning.slice(0, -1)}${String.fromCharCode(last + 1)}` }
}
