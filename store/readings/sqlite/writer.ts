import type { DatabaseSync } from 'node:sqlite'

import type { Logger } from 'pino'

import type { Channel } from '#domain/channel.ts'
import { NguonError } from '#domain/error.ts'
import type { Reading } from '#domain/reading.ts'
import { HOUR, type Instant } from '#domain/time.ts'

import type { ReadingsWriter, Refusal, Retention } from '../contract.ts'
import { ChannelWriter } from './channel-writer.ts'
import { type Cutoffs, isSameCutoffs, toCutoffs } from './cutoffs.ts'
import { DamageLog } from './damage.ts'
import { toReadingsError } from './error.ts'
import { HotTables } from './hot-tables.ts'
import { prepareLatestWrite } from './latest-writer.ts'
import type { MaintenanceCalls } from './maintenance-worker.ts'
import { findRefusal } from './refusal.ts'
import { openForWriting } from './schema.ts'
import { writeAtOnce } from './statement.ts'
import { WorkerClient } from './worker-client.ts'

/** About 4 MB of the write-ahead log. */
const CHECKPOINT_ROWS = 100_000

export interface SqliteReadingsWriterOptions {
  /** The file, such as `data/readings.db`; made when there is none. Its folder must exist. */
  readonly path: string
  readonly retention: Retention
  readonly log: Logger
  /** Where days begin, ms east of UTC; default 7 h, Vietnam. Counts when the file is made; later the file's own is used. */
  readonly dayOffset?: number
}

/** Opens the embedded readings store for writing. Only one process may. */
export async function openSqliteReadingsWriter(
  options: SqliteReadingsWriterOptions,
): Promise<ReadingsWriter> {
  const { path, dayOffset = 7 * HOUR } = options
  try {
    return new SqliteReadingsWriter(options, openForWriting(path, dayOffset))
  } catch (error) {
    throw toReadingsError(error, path)
  }
}

class SqliteReadingsWriter implements ReadingsWriter {
  readonly #options: SqliteReadingsWriterOptions
  readonly #db: DatabaseSync
  readonly #hot: HotTables
  readonly #channels: ChannelWriter
  readonly #writeLatest: (readings: readonly Reading[]) => void
  readonly #damage: DamageLog
  #worker: WorkerClient<MaintenanceCalls>
  #isDropDue = true
  /** What the clock wanted when the worker was asked last; undefined when sealing may have changed the answer. */
  #asked: Cutoffs | undefined
  #rowsInLog = 0
  #step: Promise<boolean> | undefined
  /** Settles when the worker has given back the write lock; undefined when it has not got it. */
  #locked: Promise<unknown> | undefined

  constructor(options: SqliteReadingsWriterOptions, db: DatabaseSync) {
    this.#options = options
    this.#db = db
    this.#hot = new HotTables(db)
    this.#channels = new ChannelWriter(db)
    this.#damage = new DamageLog(options.log)
    this.#writeLatest = prepareLatestWrite(db)
    this.#worker = startWorker(options.path)
    const { dayOffset } = this.#hot.meta
    if (options.dayOffset !== undefined && options.dayOffset !== dayOffset) {
      options.log.warn(
        { dayOffset, given: options.dayOffset },
        'the day offset of the file is kept',
      )
    }
  }

  async write(readings: readonly Reading[]): Promise<Refusal[]> {
    const { accepted, refusals } = this.#sort(readings)
    if (accepted.length === 0) return refusals
    this.#channels.check(accepted)
    while (this.#locked !== undefined) await this.#locked
    if (this.#hot.isFull) throw overloaded(this.#hot.rows)
    try {
      this.#store(accepted)
      this.#rowsInLog += accepted.length
    } catch (error) {
      this.#channels.reload()
      throw toReadingsError(error, this.#options.path)
    }
    return refusals
  }

  maintain(now: Instant): Promise<boolean> {
    // One step at a time, whoever asks.
    this.#step ??= this.#maintain(now)
      .catch((error: unknown) => {
        throw toReadingsError(error, this.#options.path)
      })
      .finally(() => {
        this.#step = undefined
      })
    return this.#step
  }

  async channels(): Promise<readonly Channel[]> {
    return this.#channels.list()
  }

  /** Waits for the step that is running, so that nobody uses the file when this resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#step?.catch(() => undefined)
    await this.#worker[Symbol.asyncDispose]()
    this.#db.close()
  }

  #sort(readings: readonly Reading[]) {
    const { rawFrom } = this.#hot.meta
    const accepted: Reading[] = []
    const refusals: Refusal[] = []
    for (const reading of readings) {
      const reason = findRefusal(reading, rawFrom)
      if (reason === undefined) accepted.push(reading)
      else refusals.push({ reading, reason })
    }
    return { accepted, refusals }
  }

  #store(readings: readonly Reading[]): void {
    writeAtOnce(this.#db, () => {
      this.#channels.write(readings)
      this.#hot.write(readings)
      this.#writeLatest(readings)
    })
  }

  async #maintain(now: Instant): Promise<boolean> {
    if (this.#worker.hasFailed) this.#worker = startWorker(this.#options.path)
    this.#hot.refresh()
    if (this.#hot.isSealing) return this.#seal()
    if (this.#hot.rotateWhenDue(now, this.#channels.count)) return true
    await this.#moveCutoffs(now)
    if (this.#isDropDue) return this.#drop()
    if (this.#rowsInLog >= CHECKPOINT_ROWS) await this.#checkpoint()
    return false
  }

  async #moveCutoffs(now: Instant): Promise<void> {
    const query = { retention: this.#options.retention, now, meta: this.#hot.meta }
    const wanted = toCutoffs(query)
    if (isSameCutoffs(wanted, query.meta) || isSameCutoffs(wanted, this.#asked)) return
    const { isHeldBack, ...found } = await this.#worker.call('findCutoffs', query)
    this.#asked = wanted
    if (this.#hot.moveCutoffs(found)) this.#isDropDue = true
    if (isHeldBack) {
      const facts = { now, wantedFrom: wanted.rawFrom, keptFrom: found.rawFrom }
      const text = 'too few days hold readings to drop what is old by the clock; is it right?'
      this.#options.log.warn(facts, text)
    }
  }

  async #checkpoint(): Promise<void> {
    this.#rowsInLog = 0
    await this.#worker.call('checkpoint', undefined)
  }

  async #seal(): Promise<boolean> {
    await this.#worker.call('prepareSeal', this.#hot.meta)
    const commit = () => this.#worker.call('commitSeal', undefined)
    const { hasMore, damaged } = await this.#withLock(commit)
    this.#damage.tell(damaged, 'were put aside in the table damaged')
    if (!hasMore) this.#hot.finishSealing()
    this.#asked = undefined
    return true
  }

  /**
   * Lets the worker have the write lock for one short call, while writes wait in order. Left to SQLite, whoever asks
   * less often would starve: its waiting is polling.
   */
  async #withLock<T>(call: () => Promise<T>): Promise<T> {
    const called = call()
    this.#locked = called.catch(() => undefined)
    try {
      return await called
    } finally {
      this.#locked = undefined
    }
  }

  async #drop(): Promise<boolean> {
    const progress = await this.#withLock(() => this.#worker.call('drop', this.#hot.meta))
    if (progress !== 'done') return progress === 'more'
    const { rawFrom, hourlyFrom } = this.#hot.meta
    this.#options.log.debug({ rawFrom, hourlyFrom }, 'readings beyond their retention are gone')
    this.#isDropDue = false
    this.#channels.reload()
    return false
  }
}

function startWorker(path: string): WorkerClient<MaintenanceCalls> {
  return new WorkerClient(new URL('./maintenance-worker.ts', import.meta.url), { path })
}

/** At this limit the caller waits and sealing catches up. */
function overloaded(rows: number): NguonError {
  const message = `${rows} readings wait to be sealed; write again after maintain`
  return new NguonError('READINGS_OVERLOADED', message, { retry: true })
}
