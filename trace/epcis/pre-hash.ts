import { toCanonicalUri } from './canonical-uri.ts'
import { expandName, splitName, type Namespaces } from './context.ts'
import type { EpcisEvent } from './event.ts'
import { isList, isObject, toList, type Json, type JsonObject } from './json.ts'
import { FIELDS, type Field, type Kind } from './pre-hash-order.ts'
import { parseTime } from './time.ts'
import { toWebUri, VOCABULARIES, type VocabularyName } from './vocabulary.ts'

/** Not part of what happened, or explained by the rest. CBV 2.0 §8.9.1. */
const LEFT_OUT = new Set(['@context', 'type', 'recordTime', 'eventID', 'errorDeclaration'])
/** What people note beside it. */
const COMMENTS = new Set(['rdfs:comment', 'comment'])

/**
 * What an event says, in one text that is the same however it was written. CBV 2.0 §8.9.2; where its text leaves a
 * question open, the order of the rules and the values of https://github.com/RalphTro/epcis-event-hash-generator answer.
 */
export function toPreHash(event: EpcisEvent, namespaces: Namespaces): string {
  const known = new Set([...LEFT_OUT, ...FIELDS.map(({ name }) => name)])
  const type = expandName(event.type, namespaces)
  return `eventType=${type}${writeFields(event, FIELDS, namespaces)}${writeOthers(event, known, namespaces)}`
}

function writeFields(object: JsonObject, fields: readonly Field[], namespaces: Namespaces): string {
  return fields.map((field) => writeField(object[field.name], field, namespaces)).join('')
}

function writeField(value: Json | undefined, field: Field, namespaces: Namespaces): string {
  if (value === undefined || value === null) return ''
  const written = toList(value).map((item) => writeItem(item, field, namespaces))
  const items = written.filter((text) => text !== '').toSorted(compareBytes)
  if (items.length === 0) return ''
  return field.list === undefined ? items.join('') : `${field.name}${items.join('')}`
}

/** An item of a list stands behind the name that it has in XML. */
function writeItem(item: Json, field: Field, namespaces: Namespaces): string {
  const name = field.list ?? field.name
  if (field.parts === undefined || !isObject(item)) {
    const value = toValue(item, field.kind ?? 'uri', namespaces)
    return value === '' ? '' : `${name}=${value}`
  }
  const known = new Set(field.parts.map((part) => part.name))
  const parts = writeFields(item, field.parts, namespaces)
  return `${name}${parts}${field.isClosed ? '' : writeOthers(item, known, namespaces)}`
}

/** Fields of others, sorted: `{namespace}name=value`, or `{namespace}name` and what is in it. Rules 19 to 21. */
function writeOthers(
  object: JsonObject,
  known: ReadonlySet<string>,
  namespaces: Namespaces,
): string {
  const written = Object.entries(object).flatMap(([name, value]) => {
    if (known.has(name) || COMMENTS.has(name)) return []
    return toList(value).map((item) => writeOther(name, item, namespaces))
  })
  return written.toSorted(compareBytes).join('')
}

function writeOther(name: string, value: Json, namespaces: Namespaces): string {
  const [namespace, local] = splitName(name, namespaces) ?? []
  const title = namespace === undefined ? name : `{${namespace}}${local}`
  if (isObject(value)) return `${title}${writeOthers(value, new Set(), namespaces)}`
  if (isList(value)) return value.map((item) => writeOther(name, item, namespaces)).join('')
  const text = toValue(value, 'any', namespaces)
  return text === '' ? title : `${title}=${text}`
}

function toValue(value: Json, kind: Kind, namespaces: Namespaces): string {
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value !== 'string') return JSON.stringify(value)
  const text = value.trim()
  if (kind === 'time') return formatTime(text)
  if (kind === 'text') return text
  if (kind in VOCABULARIES) return expandName(toWebUri(kind as VocabularyName, text), namespaces)
  const number = kind === 'any' ? readNumber(text) : undefined
  return number ?? toCanonicalUri(toStandard(expandName(text, namespaces)))
}

/** A standard value stands in fields of others too. Rule 14. */
function toStandard(text: string): string {
  if (!text.startsWith('urn:epcglobal:cbv:')) return text
  for (const name of [
    'bizStep',
    'disposition',
    'bizTransactionType',
    'sourceType',
    'errorReason',
  ] as const) {
    const uri = toWebUri(name, text)
    if (uri !== text) return uri
  }
  return text
}

/** Rules 8 and 9: UTC, milliseconds. */
function formatTime(text: string): string {
  const at = parseTime(text)
  return at === undefined ? text : new Date(at).toISOString()
}

/** Rule 6: no zeros at the end; and none at the beginning, which XML cannot tell from a number. */
function readNumber(text: string): string | undefined {
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)
  return isNumber && Number.isFinite(Number(text)) ? formatNumber(Number(text)) : undefined
}

function formatNumber(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}

/** Rule 10: by the bytes of UTF-8. */
function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
