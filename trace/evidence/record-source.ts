import { encodeRecordLeaf, type RecordLeaf } from './leaf.ts'
import type { LogWriter } from './log-writer.ts'
import { hashLeaf } from './merkle.ts'

/** Where records are kept; numbered 1, 2, 3 … without gaps, and never changed. */
export interface RecordSource {
  /** Up to `max` with number > `after`, in order; empty only when there are none yet. */
  read(after: number, max: number): Promise<readonly RecordLeaf[]>
}

const RECORDS_MAX = 1_000

/** Hashes the next records into their log; how many it were. */
export async function recordRecords(source: RecordSource, writer: LogWriter): Promise<number> {
  const records = await source.read(writer.progress.number, RECORDS_MAX)
  const [first] = records
  if (first === undefined) return 0
  const leaves = records.map(encodeRecordLeaf)
  const bytes = leaves.reduce((sum, leaf) => sum + leaf.length, 0)
  const hashes = leaves.map(hashLeaf)
  writer.append({ hashes, firstNumber: first.number, seal: null, findings: [], bytes })
  return records.length
}
