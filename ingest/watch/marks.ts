import { lookBackOf } from '#domain/alarm/calm.ts'
import { joinRanges, type Range } from '#domain/alarm/range.ts'
import { decodeQuality } from '#domain/quality.ts'
import type { Reading } from '#domain/reading.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import type { ExcursionMark } from '#store/registry/contract-excursions.ts'

import type { Batch } from '../batch.ts'
import type { Watch, Watches } from './watches.ts'

/** What needs no haste waits for so long, and is then told at once with what has come since. */
const PATIENCE = 5 * MINUTE
/** What came before the rules were read was not watched; it was measured at most so long before. */
const UNWATCHED_MAX = HOUR

/**
 * Marks what the watches do not tell as the stored readings do. A reading is of the past when it is not newer than what was taken
 * in, or of another place; where nothing is watched now, one that comes late may be of a place where it was. For as long as windows
 * look back on such readings, which they have not seen, and where watch and history are at odds, what comes in order is marked too.
 */
export function markReading(batch: Batch, reading: Reading, watches: Watches): void {
  const { channel, measuredAt, quality } = reading
  const all = watches.of(channel)
  if (all.length === 0 && decodeQuality(quality).late && watches.isNamed(channel)) {
    markAt(batch, reading)
  }
  if (watches.atOdds.has(channel.id)) markLater(batch, reading, measuredAt)
  for (const one of all) markWatched(batch, reading, one)
}

/** For what is to be told soon. */
export function markAt(batch: Batch, { channel, measuredAt: at }: Reading): void {
  add(batch, { channel: channel.id, from: at, until: at, dueAt: 0 })
}

function markLater(batch: Batch, { channel, measuredAt: until }: Reading, from: number): void {
  add(batch, { channel: channel.id, from, until, dueAt: Date.now() + PATIENCE })
}

function markWatched(batch: Batch, reading: Reading, watch: Watch): void {
  const { measuredAt: at } = reading
  if (at <= watch.at || at < watch.standing.from) {
    const lookBack = lookBackOf(watch.limit.limit.measure)
    watch.disturbedUntil = Math.max(watch.disturbedUntil, at + lookBack)
    markAt(batch, reading)
    return
  }
  const isFirst = watch.disturbedUntil === Infinity
  if (at <= watch.disturbedUntil) {
    markLater(batch, reading, isFirst ? Math.max(watch.standing.from, at - UNWATCHED_MAX) : at)
  }
  if (isFirst) watch.disturbedUntil = -Infinity
}

function add({ marks }: Batch, mark: ExcursionMark): void {
  const before = marks.get(mark.channel)
  marks.set(mark.channel, before === undefined ? mark : joinMarks(before, mark))
}

function joinMarks(one: ExcursionMark, other: ExcursionMark): ExcursionMark {
  const range: Range = joinRanges(one, other)
  return { ...one, ...range, dueAt: Math.min(one.dueAt, other.dueAt) }
}
