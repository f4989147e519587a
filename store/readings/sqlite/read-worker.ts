import { workerData } from 'node:worker_threads'

import type { ReadingColumns } from '../chunk-columns.ts'
import type { Coverage, CoverageQuery, RangeQuery, WindowQuery } from '../contract.ts'
import { toReadingsError } from './error.ts'
import { readCoverage } from './read-coverage.ts'
import { readRange } from './read-range.ts'
import { prepareSources, type ReadSources } from './read-sources.ts'
import { type PackedWindows, readWindows } from './read-window.ts'
import { openEmpty, openForReading } from './schema.ts'
import { readAtOnce } from './statement.ts'
import { answerCalls } from './worker-answers.ts'

/** Reads that may take long, in one read transaction each. Columns cross the thread border, not objects: they are copied much faster. */
export type ReadCalls = {
  range(query: RangeQuery): ReadingColumns
  window(query: WindowQuery): PackedWindows
  coverage(query: CoverageQuery): Coverage
}

const { path }: { path: string } = workerData
const db = openForReading(path) ?? openEmpty()
const sources = prepareSources(db)

answerCalls({
  range: (query: RangeQuery) => read((from) => readRange(from, query)),
  window: (query: WindowQuery) => read((from) => readWindows(from, query)),
  coverage: (query: CoverageQuery) => read((from) => readCoverage(from, query)),
})

function read<T>(answer: (from: ReadSources) => T): T {
  try {
    return readAtOnce(db, () => answer(sources))
  } catch (error) {
    throw toReadingsError(error, path)
  }
}
