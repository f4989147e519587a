import type { DatabaseSync } from 'node:sqlite'

import { DAY, type Instant } from '#domain/time.ts'

import type { Retention } from '../contract.ts'
import { cellOf, cellStart, dayGrid } from './calendar.ts'
import type { Meta } from './schema.ts'
import { prepareQuery } from './statement.ts'

/** Readings that outlive their time by more than this are worth a warning: days without readings explain less. */
const HELD_BACK_MAX = 7 * DAY

/** From when on each tier is kept: whole days. */
export interface Cutoffs {
  readonly rawFrom: Instant
  readonly hourlyFrom: Instant
}

export interface CutoffQuery {
  readonly retention: Retention
  readonly now: Instant
  readonly meta: Meta
}

export interface FoundCutoffs extends Cutoffs {
  /** The clock would drop far more than the days with readings allow. */
  readonly isHeldBack: boolean
}

/**
 * By the clock. Roll-ups live at least as long as the raw readings they are made of, and nothing that was dropped
 * comes back.
 */
export function toCutoffs({ retention, now, meta }: CutoffQuery): Cutoffs {
  const grid = dayGrid(meta.dayOffset)
  const from = (kept: number | null) =>
    kept === null ? -Infinity : cellStart(grid, cellOf(grid, now - kept))
  return neverBack(meta, { rawFrom: from(retention.raw), hourlyFrom: from(retention.hourly) })
}

/**
 * By the clock and by the readings. What is dropped is older than its time, and so many newer days hold readings (of any channel)
 * as its time has days. A clock that is far ahead, whatever it dates readings meanwhile, costs one old day for each
 * day that it invented, never the history; and silence drops nothing. The price: days without readings do not count.
 */
export function findCutoffs(db: DatabaseSync, query: CutoffQuery): FoundCutoffs {
  const { retention, meta } = query
  const wanted = toCutoffs(query)
  const oldestAt = readOldestAt(db)
  if (oldestAt >= wanted.rawFrom) return { ...pickCutoffs(meta), isHeldBack: false }
  const bound = (kept: number | null, from: Instant) =>
    kept === null ? from : Math.min(from, findBound(db, { from, kept, meta }))
  const found = neverBack(meta, {
    rawFrom: bound(retention.raw, wanted.rawFrom),
    hourlyFrom: bound(retention.hourly, wanted.hourlyFrom),
  })
  const heldBack = wanted.rawFrom - Math.max(found.rawFrom, oldestAt)
  return { ...found, isHeldBack: heldBack > HELD_BACK_MAX }
}

export function isSameCutoffs(a: Cutoffs, b: Cutoffs | undefined): boolean {
  return a.rawFrom === b?.rawFrom && a.hourlyFrom === b.hourlyFrom
}

function neverBack(meta: Meta, cutoffs: Cutoffs): Cutoffs {
  const rawFrom = Math.max(meta.rawFrom, cutoffs.rawFrom)
  const hourlyFrom = Math.max(meta.hourlyFrom, cutoffs.hourlyFrom)
  return { rawFrom, hourlyFrom: Math.min(rawFrom, hourlyFrom) }
}

function pickCutoffs({ rawFrom, hourlyFrom }: Meta): Cutoffs {
  return { rawFrom, hourlyFrom }
}

function readOldestAt(db: DatabaseSync): Instant {
  const query = prepareQuery<[], readonly [Instant | null]>(db, 'SELECT min(first_at) FROM channel')
  return query.get()?.[0] ?? Infinity
}

interface Tier {
  readonly from: Instant
  readonly kept: number
  readonly meta: Meta
}

/** `from` when enough days since then hold readings, else the last day that has enough from it on. */
function findBound(db: DatabaseSync, { from, kept, meta }: Tier): Instant {
  const grid = dayGrid(meta.dayOffset)
  // The day that has begun is one more.
  const count = Math.ceil(kept / DAY) + 1
  if (hasDays(db, cellOf(grid, from), count)) return from
  const nth = prepareQuery<[number], readonly [number]>(
    db,
    'SELECT DISTINCT day FROM day ORDER BY day DESC LIMIT 1 OFFSET ?',
  )
  const [day = -Infinity] = nth.get(count - 1) ?? []
  return cellStart(grid, day)
}

/** Channel by channel, as the table is ordered; nearly always the first ones are enough. */
function hasDays(db: DatabaseSync, from: number, count: number): boolean {
  const channels = prepareQuery<[], readonly [number]>(db, 'SELECT id FROM channel')
  const ofChannel = prepareQuery<[number, number], readonly [number]>(
    db,
    'SELECT day FROM day WHERE channel = ? AND day >= ?',
  )
  const days = new Set<number>()
  for (const [channel] of channels.iterate()) {
    for (const [day] of ofChannel.iterate(channel, from)) days.add(day)
    if (days.size >= count) return true
  }
  return false
}
