import type { StoredEvent } from '#store/trace/events-contract.ts'
import { STANDARD_CONTEXT } from '#trace/epcis/context.ts'
import type { Json, JsonObject } from '#trace/epcis/json.ts'

import { formatEpcs, type EpcFormat } from './epc-format.ts'

export interface DocumentOf {
  readonly queryName: string
  readonly subscriptionID?: string
  readonly format: EpcFormat
}

/** The events as an EPCISQueryDocument (EPCIS 2.0 §10.5). */
export function createQueryDocument(
  events: readonly StoredEvent[],
  { queryName, subscriptionID, format }: DocumentOf,
): JsonObject {
  const { context, isShared } = joinContexts(events)
  const eventList = events.map((stored) => writeEvent(stored, { isShared, format }))
  const subscription = subscriptionID === undefined ? {} : { subscriptionID }
  return {
    '@context': [STANDARD_CONTEXT, ...context],
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: new Date().toISOString(),
    epcisBody: { queryResults: { ...subscription, queryName, resultsBody: { eventList } } },
  }
}

/** What it says of its own names goes with an event that stands alone. */
export function writeEvent(
  { event, context, recordedAt }: StoredEvent,
  { isShared, format }: { readonly isShared: boolean; readonly format: EpcFormat },
): JsonObject {
  const own = isShared || context.length === 0 ? {} : { '@context': [STANDARD_CONTEXT, ...context] }
  const written = { ...own, ...event, recordTime: new Date(recordedAt).toISOString() }
  return formatEpcs(written, format) as JsonObject
}

/**
 * Contexts stand once at the top when all events that have one have the same; else each event keeps its own, since one
 * prefix may mean two things.
 */
function joinContexts(events: readonly StoredEvent[]): {
  readonly context: readonly Json[]
  readonly isShared: boolean
} {
  const own = events.map(({ context }) => context).filter((context) => context.length > 0)
  const [first = []] = own
  const isShared = new Set(own.map((context) => JSON.stringify(context))).size <= 1
  return { context: isShared ? first : [], isShared }
}
