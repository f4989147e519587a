import type { DatabaseSync } from 'node:sqlite'

import type { Reading } from '#domain/reading.ts'
import { HOUR, type Instant } from '#domain/time.ts'

import { prepareHotWrite } from './hot-writer.ts'
import type { Cutoffs } from './retention.ts'
import { type HotTable, type Meta, prepareMeta } from './schema.ts'
import { prepareQuery } from './statement.ts'

/** A hot table rests after this time, so that what is read from it row by row stays short. */
const ROTATE_AGE = HOUR
/** … or at this many rows; more when there are so many channels that each would get only few per chunk. */
const ROTATE_ROWS_MIN = 1_000_000
const ROTATE_ROWS_PER_CHANNEL = 32
const ROTATE_ROWS_MAX = 4_000_000
/** Sealing did not keep up: `write` asks its caller to wait. 8 M rows take about 200 MB on disk, and in memory while sealed. */
const ROWS_MAX = 8_000_000

/**
 * The two hot tables. One is active and takes writes. The other is inactive: empty, or immutable while it is being
 * sealed. They change roles (`rotateWhenDue`) only when the inactive one is empty, so a reading is never in a table
 * that is older than the chunk it was sealed into.
 */
export class HotTables {
  readonly #db: DatabaseSync
  readonly #readMeta: () => Meta
  readonly #writers: Readonly<Record<HotTable, (readings: readonly Reading[]) => void>>
  #meta: Meta
  #rows: number
  #isSealing: boolean

  constructor(db: DatabaseSync) {
    this.#db = db
    this.#readMeta = prepareMeta(db)
    this.#writers = { hot_0: prepareHotWrite(db, 'hot_0'), hot_1: prepareHotWrite(db, 'hot_1') }
    this.#meta = this.#readMeta()
    this.#rows = this.#count(this.#meta.active)
    this.#isSealing = this.#count(this.#meta.inactive) > 0
  }

  get meta(): Meta {
    return this.#meta
  }

  /** Rows of the active table; one that was overwritten counts again. */
  get rows(): number {
    return this.#rows
  }

  get isFull(): boolean {
    return this.#rows >= ROWS_MAX
  }

  get isSealing(): boolean {
    return this.#isSealing
  }

  write(readings: readonly Reading[]): void {
    this.#writers[this.#meta.active](readings)
    this.#rows += readings.length
  }

  /** True when the roles changed: there is something to seal. A clock that was set back does not postpone it. */
  rotateWhenDue(now: Instant, channelCount: number): boolean {
    const isOld = Math.abs(now - this.#meta.rotatedAt) >= ROTATE_AGE
    const isBig = this.#rows >= rotateRows(channelCount)
    if (this.#isSealing || this.#rows === 0 || !(isOld || isBig)) return false
    this.#db.prepare('UPDATE meta SET active = 1 - active, rotated_at = ?').run(now)
    this.#meta = this.#readMeta()
    this.#rows = 0
    this.#isSealing = true
    return true
  }

  finishSealing(): void {
    this.#isSealing = false
  }

  /** True when they moved. */
  moveCutoffs({ rawFrom, hourlyFrom }: Cutoffs): boolean {
    if (rawFrom === this.#meta.rawFrom && hourlyFrom === this.#meta.hourlyFrom) return false
    this.#db.prepare('UPDATE meta SET raw_from = ?, hourly_from = ?').run(rawFrom, hourlyFrom)
    this.#meta = this.#readMeta()
    return true
  }

  #count(table: HotTable): number {
    const query = prepareQuery<[], readonly [number]>(this.#db, `SELECT count(*) FROM ${table}`)
    return query.get()?.[0] ?? 0
  }
}

function rotateRows(channelCount: number): number {
  const rows = Math.max(ROTATE_ROWS_MIN, channelCount * ROTATE_ROWS_PER_CHANNEL)
  return Math.min(rows, ROTATE_ROWS_MAX)
}
