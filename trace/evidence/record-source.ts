import { encodeRecordLeaf, type RecordLeaf } from './leaf.ts'
import type { LogWriter } from './log-writer.ts'
import { hashLeaf } from './merkle.ts'

/** Where records are kept; numbered upwards, and never changed. */
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
  const run = records.slice(0, runLength(records))
  const leaves = run.map(encodeRecordLeaf)
  const bytes = leaves.reduce((sum, leaf) => sum + leaf.length, 0)
  const hashes = leaves.map(hashLeaf)
  writer.append({ hashes, firstNumber: first.number, seal: null, findings: [], bytes })
  return run.length
}

/** How many follow one another without a gap. */
function runLength(records: readonly RecordLeaf[]): number {
  const gap = records.findIndex(({ number }, at) => number !== (records[0]?.number ?? 0) + at)
  return gap === -1 ? records.length : gap
}
