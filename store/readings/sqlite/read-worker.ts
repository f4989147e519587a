import { workerData } from 'node:worker_threads'

import type { ReadingColumns } from '../chunk-columns.ts'
import type { Coverage, CoverageQuery, QualityCount, RangeQuery, WindowQuery } from '../contract.ts'
import type { Damage } from './damage.ts'
import { toReadingsError } from './error.ts'
import { readCoverage } from './read-coverage.ts'
import { type QualityQuery, readQualities } from './read-qualities.ts'
import { readRange } from './read-range.ts'
import { prepareSources, type ReadSources } from './read-sources.ts'
import { type PackedWindows, readWindows } from './read-window.ts'
import { openEmpty, openForReading } from './schema.ts'
import { readAtOnce } from './statement.ts'
import { answerCalls } from './worker-answers.ts'

/** Reads that may take long, in one read transaction each. Columns cross the thread border, not objects: they are copied much faster. */
export type ReadCalls = {
  range(query: RangeQuery): Found<ReadingColumns>
  window(query: WindowQuery): Found<PackedWindows>
  coverage(query: CoverageQuery): Found<Coverage>
  qualities(query: QualityQuery): Found<QualityCount[]>
}

/** An answer, and what it had to leave out. */
export interface Found<T> {
  readonly answer: T
  readonly damaged: readonly Damage[]
}

const { path }: { path: string } = workerData
const db = openForReading(path) ?? openEmpty()
const damaged: Damage[] = []
const sources = prepareSources(db, (damage) => damaged.push(damage))

answerCalls({
  range: (query: RangeQuery) => read((from) => readRange(from, query)),
  window: (query: WindowQuery) => read((from) => readWindows(from, query)),
  coverage: (query: CoverageQuery) => read((from) => readCoverage(from, query)),
  qualities: (query: QualityQuery) => read((from) => readQualities(from, query)),
})

function read<T>(find: (from: ReadSources) => T): Found<T> {
  try {
    const answer = readAtOnce(db, () => find(sources))
    return { answer, damaged: damaged.splice(0) }
  } catch (error) {
    throw toReadingsError(error, path)
  }
}
