import type { TraceReads, TraceRecord } from '#store/trace/contract.ts'

import { toCanonicalJson, type RecordLeaf } from './leaf.ts'
import type { RecordSource } from './record-source.ts'

/** Everything that was ever written about batches, as the log of records takes it. */
export function createTraceRecords(trace: Pick<TraceReads, 'records'>): RecordSource {
  return {
    read: async (after, limit) => (await trace.records({ after, limit })).map(toRecordLeaf),
  }
}

/** `value` is {"body": …, "recordedAt": ms, "recordedBy": …}. */
export function toRecordLeaf(record: TraceRecord): RecordLeaf {
  const { seq: number, kind, id, recordedAt, recordedBy } = record
  return { number, kind, id, value: { body: toBody(record), recordedAt, recordedBy } }
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
