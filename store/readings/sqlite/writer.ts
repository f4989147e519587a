import type { DatabaseSync } from 'node:sqlite'

import type { Logger } from 'pino'

import type { Channel } from '#domain/channel.ts'
import { NguonError } from '#domain/error.ts'
import type { Reading } from '#domain/reading.ts'
import { HOUR, type Instant } from '#domain/time.ts'

import type { ReadingsWriter, Refusal, Retention } from '../contract.ts'
import { ChannelWriter } from './channel-writer.ts'
import { toReadingsError } from './error.ts'
import { HotTables } from './hot-tables.ts'
import { prepareLatestWrite } from './latest-writer.ts'
import { Maintenance } from './maintenance.ts'
import { findRefusal } from './refusal.ts'
import { openForWriting } from './schema.ts'
import { writeAtOnce } from './statement.ts'

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
  readonly #maintenance: Maintenance
  #step: Promise<boolean> | undefined

  constructor(options: SqliteReadingsWriterOptions, db: DatabaseSync) {
    this.#options = options
    this.#db = db
    this.#hot = new HotTables(db)
    this.#channels = new ChannelWriter(db)
    this.#writeLatest = prepareLatestWrite(db)
    this.#maintenance = new Maintenance({ ...options, hot: this.#hot, channels: this.#channels })
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
    while (this.#maintenance.locked !== undefined) await this.#maintenance.locked
    if (this.#hot.isFull) throw overloaded(this.#hot.rows)
    try {
      this.#store(accepted)
      this.#maintenance.wrote(accepted.length)
    } catch (error) {
      this.#channels.reload()
      throw toReadingsError(error, this.#options.path)
    }
    return refusals
  }

  maintain(now: Instant): Promise<boolean> {
    // One step at a time, whoever asks.
    this.#step ??= this.#maintenance
      .step(now)
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
    await this.#maintenance[Symbol.asyncDispose]()
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
}

/** At this limit the caller waits and sealing catches up. */
function overloaded(rows: number): NguonError {
  const message = `${rows} readings wait to be sealed; write again after maintain`
  return new NguonError('READINGS_OVERLOADED', message, { retry: true })
}
