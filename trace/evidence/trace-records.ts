import type { TraceStore } from '#store/trace/contract.ts'

import { EVENT_RECORD } from './bundle/bundle-source.ts'
import type { RecordLeaf } from './leaf.ts'
import type { RecordSource } from './record-source.ts'

/** What people and partners recorded about batches, as leaves of the log of records. */
export function createTraceRecords(trace: Pick<TraceStore, 'records'>): RecordSource {
  return {
    read: async (after, max) => (await trace.records({ after, limit: max })).map(toRecordLeaf),
  }
}

type KeptRecord = Awaited<ReturnType<TraceStore['records']>>[number]

/** Who recorded it and when are part of what is hashed; of an event the whole is the event, as it is handed out. */
export function toRecordLeaf({
  seq,
  kind,
  id,
  body,
  recordedAt,
  recordedBy,
}: KeptRecord): RecordLeaf {
  const value: unknown = JSON.parse(body)
  if (kind === 'event')
    return { number: seq, kind: EVENT_RECORD, id, value: toEvent(value, recordedAt) }
  return { number: seq, kind, id, value: { value, recordedAt, recordedBy } }
}

/** With its record time, which the store keeps beside it (EPCIS 2.0 §7.4.1). */
function toEvent(value: unknown, recordedAt: number): unknown {
  if (typeof value !== 'object' || value === null || !('event' in value)) return value
  return { ...Object(value.event), recordTime: new Date(recordedAt).toISOString() }
}
