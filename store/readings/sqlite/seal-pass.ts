import type { DatabaseSync } from 'node:sqlite'

import { createColumns, pickColumns, type ReadingColumns, sliceColumns } from '../chunk-columns.ts'
import { cellOf, dayGrid } from './calendar.ts'
import type { ChunkStore } from './chunk-store.ts'
import type { Damage } from './damage.ts'
import { type HotTable, isSameRotation, type Meta, prepareMeta } from './schema.ts'
import { type HotDay, type SealedDay, sealDay, spanOfDay, writeSealedDay } from './seal-day.ts'
import { prepareQuery, readAtOnce, writeAtOnce } from './statement.ts'

/** A step ends at either limit, so that its commit holds the writer up for less than 20 ms. */
const STEP_DAYS_MAX = 200
const STEP_READINGS_MAX = 100_000

export interface SealProgress {
  readonly hasMore: boolean
  /** What this step could not read and put aside. */
  readonly damaged: readonly Damage[]
}

/**
 * Empties one hot table into chunks, some channel-days at a time: `prepare`, then `commit`. The last commit deletes the
 * hot rows. The progress is only in memory: after a crash the next pass starts over, and finds nothing to change in
 * what was sealed already.
 */
export class SealPass {
  readonly #db: DatabaseSync
  readonly #store: ChunkStore
  readonly #meta: Meta
  readonly #readMeta: () => Meta
  readonly #days: HotDay[]
  #sealed: SealedDay[] = []

  constructor(db: DatabaseSync, store: ChunkStore, meta: Meta) {
    this.#db = db
    this.#store = store
    this.#meta = meta
    this.#readMeta = prepareMeta(db)
    const { inactive, dayOffset } = meta
    this.#days = readAtOnce(db, () => readHotDays(db, inactive, dayOffset)).toReversed()
  }

  /** Reads, merges and packs the next channel-days; takes no lock. */
  prepare(): void {
    const { dayOffset } = this.#meta
    this.#sealed = this.#takeDays().map((hot) => sealDay(this.#store, hot, dayOffset))
  }

  /** Writes what was prepared, in one transaction. */
  commit(): SealProgress {
    const isLast = this.#days.length === 0
    const isCurrent = writeAtOnce(this.#db, () => {
      // Another process finished this table, and it takes writes by now or holds others: nothing here is true any more.
      if (!isSameRotation(this.#meta, this.#readMeta())) return false
      for (const day of this.#sealed) writeSealedDay(this.#store, day)
      if (isLast) this.#db.exec(`DELETE FROM ${this.#meta.inactive}`)
      return true
    })
    const damaged = isCurrent ? this.#sealed.flatMap(toDamage) : []
    this.#sealed = []
    return { hasMore: isCurrent && !isLast, damaged }
  }

  #takeDays(): HotDay[] {
    const taken: HotDay[] = []
    let readings = 0
    while (taken.length < STEP_DAYS_MAX && readings < STEP_READINGS_MAX) {
      const hot = this.#days.pop()
      if (hot === undefined) break
      readings += hot.columns.measuredAt.length
      taken.push(hot)
    }
    return taken
  }
}

function toDamage({ channel, damaged }: SealedDay): Damage[] {
  return damaged.map(({ startAt }) => ({ channel, startAt }))
}

/** In the order of channel and day, which is the order of the tables that are written. */
function readHotDays(db: DatabaseSync, table: HotTable, dayOffset: number): HotDay[] {
  const byChannel = [...readHotChannels(db, table)].toSorted(([a], [b]) => a - b)
  return byChannel.flatMap(([channel, columns]) => splitDays(channel, columns, dayOffset))
}

type HotRow = readonly [channel: number, measuredAt: number, value: number, quality: number]

function readHotChannels(db: DatabaseSync, table: HotTable): Map<number, ReadingColumns> {
  const counts = prepareQuery<[], readonly [channel: number, count: number]>(
    db,
    `SELECT channel, count(*) FROM ${table} GROUP BY channel`,
  )
  const channels = new Map(counts.all().map(([channel, count]) => [channel, createColumns(count)]))
  const filled = new Map<number, number>()
  const rows = prepareQuery<[], HotRow>(
    db,
    `SELECT channel, measured_at, value, quality FROM ${table} ORDER BY measured_at, channel`,
  )
  for (const [channel, measuredAt, value, quality] of rows.iterate()) {
    const columns = channels.get(channel)
    if (columns === undefined) throw new Error('the inactive hot table changed while it was read')
    const i = filled.get(channel) ?? 0
    columns.measuredAt[i] = measuredAt
    columns.value[i] = value
    columns.quality[i] = quality
    filled.set(channel, i + 1)
  }
  return channels
}

function splitDays(channel: number, columns: ReadingColumns, dayOffset: number): HotDay[] {
  const days: HotDay[] = []
  let rest = columns
  while (rest.measuredAt.length > 0) {
    const day = cellOf(dayGrid(dayOffset), rest.measuredAt[0] ?? 0)
    const inside = sliceColumns(rest, spanOfDay(day, dayOffset))
    days.push({ channel, day, columns: inside })
    rest = pickColumns(rest, inside.measuredAt.length)
  }
  return days
}
