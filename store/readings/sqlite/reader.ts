import type { DatabaseSync } from 'node:sqlite'

import type { Logger } from 'pino'

import type { Channel } from '#domain/channel.ts'

import { toStoredValues } from '../chunk-columns.ts'
import type {
  Coverage,
  CoverageQuery,
  QualityCount,
  RangeQuery,
  ReadingsReader,
  SeriesSummary,
  Span,
  StoredValue,
  Window,
  WindowQuery,
} from '../contract.ts'
import { toWindows } from './aggregates.ts'
import { DamageLog } from './damage.ts'
import { toReadingsError } from './error.ts'
import { readCoverage } from './read-coverage.ts'
import { prepareShortReads, type ShortReads } from './read-latest.ts'
import { readQualities } from './read-qualities.ts'
import { readRange } from './read-range.ts'
import { prepareSources, type ReadSources } from './read-sources.ts'
import { readWindows } from './read-window.ts'
import type { Found, ReadCalls } from './read-worker.ts'
import { openEmpty, openForReading } from './schema.ts'
import { WorkerClient } from './worker-client.ts'

export interface SqliteReadingsReaderOptions {
  /** The file that the writer keeps. While it is missing every answer is empty; it is looked for at each call. */
  readonly path: string
  /** Given, it is told of damaged readings. */
  readonly log?: Logger
}

/** Opens the embedded readings store for reading, in any process. */
export async function openSqliteReadingsReader(
  options: SqliteReadingsReaderOptions,
): Promise<ReadingsReader> {
  return new SqliteReadingsReader(options)
}

/** `latest` and `series` are read here; what may take long is read by a worker thread, so the event loop stays free. */
class SqliteReadingsReader implements ReadingsReader {
  readonly #path: string
  readonly #damage: DamageLog
  /** Answers while there is no file. */
  readonly #empty = openEmpty()
  #opened: Opened | undefined

  constructor({ path, log }: SqliteReadingsReaderOptions) {
    this.#path = path
    this.#damage = new DamageLog(log)
  }

  async latest(channels: readonly Channel[]): Promise<(StoredValue | undefined)[]> {
    return this.#readShort((short) => short.latest(channels))
  }

  async series(): Promise<SeriesSummary[]> {
    return this.#readShort((short) => short.series())
  }

  async range(query: RangeQuery): Promise<StoredValue[]> {
    const worker = this.#open()?.worker
    const columns = worker
      ? this.#unpack(await worker.call('range', query))
      : readRange(this.#nothing(), query)
    const values = toStoredValues(columns)
    return query.order === 'newest' ? values.toReversed() : values
  }

  async window(query: WindowQuery): Promise<Window[]> {
    const worker = this.#open()?.worker
    const packed = worker
      ? this.#unpack(await worker.call('window', query))
      : readWindows(this.#nothing(), query)
    return toWindows(packed.aggregates, packed.start, query.every)
  }

  async coverage(query: CoverageQuery): Promise<Coverage> {
    const worker = this.#open()?.worker
    return worker
      ? this.#unpack(await worker.call('coverage', query))
      : readCoverage(this.#nothing(), query)
  }

  async qualities(query: Span & { readonly channel: Channel }): Promise<QualityCount[]> {
    const worker = this.#open()?.worker
    return worker
      ? this.#unpack(await worker.call('qualities', query))
      : readQualities(this.#nothing(), query)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened?.worker[Symbol.asyncDispose]()
    this.#opened?.db.close()
    this.#empty.close()
  }

  #nothing(): ReadSources {
    return prepareSources(this.#empty, () => undefined)
  }

  #unpack<T>({ answer, damaged }: Found<T>): T {
    this.#damage.tell(damaged, 'were left out of an answer')
    return answer
  }

  #readShort<T>(read: (short: ShortReads) => T): T {
    try {
      return read(this.#open()?.short ?? prepareShortReads(this.#empty))
    } catch (error) {
      throw toReadingsError(error, this.#path)
    }
  }

  /** Undefined while there is no file. A worker that failed is replaced. */
  #open(): Opened | undefined {
    if (this.#opened?.worker.hasFailed) {
      this.#opened.db.close()
      this.#opened = undefined
    }
    try {
      this.#opened ??= openStore(this.#path)
      return this.#opened
    } catch (error) {
      throw toReadingsError(error, this.#path)
    }
  }
}

interface Opened {
  readonly db: DatabaseSync
  readonly short: ShortReads
  readonly worker: WorkerClient<ReadCalls>
}

function openStore(path: string): Opened | undefined {
  const db = openForReading(path)
  if (db === undefined) return undefined
  const url = new URL('./read-worker.ts', import.meta.url)
  return { db, short: prepareShortReads(db), worker: new WorkerClient(url, { path }) }
}
