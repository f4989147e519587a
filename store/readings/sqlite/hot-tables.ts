import type { DatabaseSync } from 'node:sqlite'

import type { Reading } from '#domain/reading.ts'
import { HOUR, type Instant, MINUTE } from '#domain/time.ts'

import type { Cutoffs } from './cutoffs.ts'
import { prepareHotWrite } from './hot-writer.ts'
import { type HotTable, isSameRotation, type Meta, prepareMeta } from './schema.ts'
import { prepareQuery, writeAtOnce } from './statement.ts'

/*
 * When the active table has had enough. A read of one channel scans it (30 ns a row), so it should be small; sealing rewrites
 * about three pages per channel, so there should be many rows for each channel: 16 are some 800 bytes written per reading.
 */
const ROTATE_ROWS_PER_CHANNEL = 16
const ROTATE_AGE_MIN = 5 * MINUTE
/** However few rows there are, after this time they are sealed. */
const ROTATE_AGE_MAX = HOUR
/** At this many rows sealing is due whatever the age; with very many channels it takes more, as the rule above says. */
const ROTATE_ROWS = 1_000_000
const ROTATE_ROWS_MAX = 4_000_000
/** Sealing did not keep up: `write` asks its caller to wait. 8 M rows take about 200 MB on disk, and in memory while sealed. */
const ROWS_MAX = 8_000_000

/**
 * The two hot tables. One is active and takes writes. The other is inactive: empty, or immutable while it is being
 * sealed. They change roles (`rotateWhenDue`) only when the inactive one is empty, so a reading is never in a table
 * that is older than the chunk it was sealed into. Which one is active stands in the file and is read anew in every
 * transaction that writes: another process may have changed it, and would delete what was written to the other table.
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
    this.#isSealing = this.#holdsAny(this.#meta.inactive)
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

  /** Takes over what another process changed; costs a few microseconds when nothing did. */
  refresh(): void {
    const before = this.#meta
    this.#meta = this.#readMeta()
    if (isSameRotation(before, this.#meta)) return
    this.#rows = this.#count(this.#meta.active)
    this.#isSealing = this.#holdsAny(this.#meta.inactive)
  }

  /** Inside the transaction of the batch. */
  write(readings: readonly Reading[]): void {
    this.refresh()
    this.#writers[this.#meta.active](readings)
    this.#rows += readings.length
  }

  /** True when the roles changed: there is something to seal. A clock that was set back does not postpone it. */
  rotateWhenDue(now: Instant, channelCount: number): boolean {
    if (!this.#isDue(now, channelCount)) return false
    return writeAtOnce(this.#db, () => {
      this.refresh()
      this.#isSealing = this.#holdsAny(this.#meta.inactive)
      if (!this.#isDue(now, channelCount)) return this.#isSealing
      this.#db.prepare('UPDATE meta SET active = 1 - active, rotated_at = ?').run(now)
      this.refresh()
      return true
    })
  }

  /** After the last step of sealing. */
  finishSealing(): void {
    this.refresh()
    this.#isSealing = this.#holdsAny(this.#meta.inactive)
  }

  /** True when they moved; they never move back, whoever else moves them. */
  moveCutoffs({ rawFrom, hourlyFrom }: Cutoffs): boolean {
    if (rawFrom === this.#meta.rawFrom && hourlyFrom === this.#meta.hourlyFrom) return false
    const sql = 'UPDATE meta SET raw_from = max(raw_from, ?), hourly_from = max(hourly_from, ?)'
    this.#db.prepare(sql).run(rawFrom, hourlyFrom)
    this.refresh()
    return true
  }

  #isDue(now: Instant, channelCount: number): boolean {
    if (this.#isSealing || this.#rows === 0) return false
    const age = Math.abs(now - this.#meta.rotatedAt)
    return isRotationDue({ age, rows: this.#rows, channelCount })
  }

  #holdsAny(table: HotTable): boolean {
    const query = prepareQuery<[], readonly [number]>(
      this.#db,
      `SELECT EXISTS (SELECT 1 FROM ${table})`,
    )
    return query.get()?.[0] === 1
  }

  #count(table: HotTable): number {
    const query = prepareQuery<[], readonly [number]>(this.#db, `SELECT count(*) FROM ${table}`)
    return query.get()?.[0] ?? 0
  }
}

interface Fill {
  readonly age: number
  readonly rows: number
  readonly channelCount: number
}

function isRotationDue({ age, rows, channelCount }: Fill): boolean {
  if (age >= ROTATE_AGE_MAX || rows >= ROTATE_ROWS_MAX) return true
  const isWorthwhile = rows >= channelCount * ROTATE_ROWS_PER_CHANNEL
  return isWorthwhile && (age >= ROTATE_AGE_MIN || rows >= ROTATE_ROWS)
}
