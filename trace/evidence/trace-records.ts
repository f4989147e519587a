import type { TraceReads, TraceRecord } from '#store/trace/contract.ts'

import { EVENT_RECORD } from './bundle/bundle-source.ts'
import { toCanonicalJson, type RecordLeaf } from './leaf.ts'
import type { RecordSource } from './record-source.ts'

/** Everything that was ever written about batches, as the log of records takes it. */
export function createTraceRecords(trace: Pick<TraceReads, 'records'>): RecordSource {
  return {
    read: async (after, limit) => (await trace.records({ after, limit })).map(toRecordLeaf),
  }
}

/**
 * `value` is {"body": …, "recordedAt": ms, "recordedBy": …}; of an EPCIS event it is the event, as it is handed out, with its
 * record time.
 */
export function toRecordLeaf(record: TraceRecord): RecordLeaf {
  const { seq: number, kind, id, recordedAt, recordedBy } = record
  const body = toBody(record)
  const event = kind === 'event' ? toEvent(body, recordedAt) : undefined
  if (event !== undefined) return { number, kind: EVENT_RECORD, id, value: event }
  return { number, kind, id, value: { body, recordedAt, recordedBy } }
}

/** EPCIS 2.0 §7.4.1: the store keeps the record time beside the event. */
function toEvent(body: unknown, recordedAt: number): unknown {
  if (typeof body !== 'object' || body === null || !('event' in body)) return undefined
  return { ...Object(body.event), recordTime: new Date(recordedAt).toISOString() }
}

/** RFC 8785 §3.2.2.2 refuses half a surrogate pair, which JSON allows: then the text, which escapes it, stands for what it says. */
function toBody({ body }: TraceRecord): unknown {
  const value: unknown = JSON.parse(body)
  try {
    toCanonicalJson(value)
    return value
  } catch {
    return body
  }
}
