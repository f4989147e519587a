import { createHash } from 'node:crypto'

import type { Instant } from '#domain/time.ts'

import { toCanonicalUri } from './canonical-uri.ts'
import { expandName, toNamespaces, toOwnContext, type Namespaces } from './context.ts'
import { indexEvent } from './event-index.ts'
import type { EpcisEvent } from './event.ts'
import type { EventIndex } from './index-entries.ts'
import type { Json, JsonObject } from './json.ts'
import { toPreHash } from './pre-hash.ts'
import type { Column } from './query.ts'
import { parseTime } from './time.ts'

/** An event with all that the store keeps beside it. */
export interface PreparedEvent {
  /** As it was received, with its id, without context and record time. */
  readonly event: EpcisEvent
  /** What explains its names, but for GS1's own context. */
  readonly context: readonly Json[]
  readonly id: string
  /** SHA-256 of what it says, hex: the same for the same event, however it was written. Two events of one id must have one. */
  readonly hash: string
  /** Of hash and error declaration: two events that have one are the same. Comments are no part of it. */
  readonly same: string
  readonly eventAt: Instant
  /** When it was declared to be wrong; null: it was not. */
  readonly declaredAt: Instant | null
  readonly columns: Readonly<Record<Column, string | null>>
  readonly index: EventIndex
}

/**
 * From an event in which `findEventFlaws` found nothing; `context` is that of its document. One without an id gets that of its
 * hash, `ni:///sha-256;{64 hex digits}?ver=CBV2.0` (CBV 2.0 §8.9): record time, id and error declaration are no part of it, so
 * an event and its error declaration have one.
 */
export function prepareEvent(received: EpcisEvent, context: Json): PreparedEvent {
  const own = [toOwnContext(context), toOwnContext(received['@context'])].flat()
  const namespaces = toNamespaces([...own])
  const hash = hashText(toPreHash(received, namespaces))
  const id = received.eventID ?? `ni:///sha-256;${hash}?ver=CBV2.0`
  const declared = received.errorDeclaration
  const { '@context': _context, recordTime: _recordTime, ...rest } = received
  const event: EpcisEvent = { ...rest, eventID: id }
  return {
    event,
    context: own,
    id,
    hash,
    same: declared === undefined ? hash : hashText(`${hash}\n${sortedJson(declared)}`),
    eventAt: parseTime(received.eventTime) ?? 0,
    declaredAt: declared === undefined ? null : (parseTime(declared.declarationTime) ?? 0),
    columns: toColumns(event, namespaces),
    index: indexEvent(event, namespaces),
  }
}

function toColumns(event: EpcisEvent, namespaces: Namespaces): PreparedEvent['columns'] {
  const toName = (text: string | undefined) =>
    text === undefined ? null : toCanonicalUri(expandName(text, namespaces))
  return {
    type: expandName(event.type, namespaces),
    action: event.action ?? null,
    bizStep: toName(event.bizStep),
    disposition: toName(event.disposition),
    readPoint: toName(event.readPoint?.id),
    bizLocation: toName(event.bizLocation?.id),
    transformationID: toName(event.transformationID),
    eventID: event.eventID ?? null,
    errorReason: toName(event.errorDeclaration?.reason),
  }
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function sortedJson(value: JsonObject): string {
  return JSON.stringify(value, (_name, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
