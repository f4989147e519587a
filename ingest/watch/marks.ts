import { lookBackOf } from '#domain/alarm/calm.ts'
import { joinRanges, type Range } from '#domain/alarm/range.ts'
import { decodeQuality } from '#domain/quality.ts'
import type { Reading } from '#domain/reading.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import type { ExcursionMark } from '#store/registry/contract-excursions.ts'

import type { Batch } from '../batch.ts'
import type { Intake } from './intake.ts'
import type { Watches } from './watches.ts'

/** What needs no haste waits for so long, and is then told at once with what has come since. */
const PATIENCE = 5 * MINUTE
/** What came before the rules were read was not watched; it was measured at most so long before. */
const UNWATCHED_MAX = HOUR

/** Where nothing is watched now, a reading that comes late may be of a place where it was; and watch and history may be at odds. */
export function markChannel(batch: Batch, reading: Reading, watches: Watches): void {
  const { channel, measuredAt, quality } = reading
  if (watches.atOdds.has(channel.id)) markLater(batch, reading, measuredAt)
  const isWatched = watches.of(channel) !== undefined
  if (!isWatched && decodeQuality(quality).late && watches.isNamed(channel)) markAt(batch, reading)
}

/** What is not newer than what the watch has taken in, or of another place: it is history, and its windows have not seen it. */
export function markPast(batch: Batch, reading: Reading, intake: Intake): void {
  const lookBacks = intake.watches.map(({ measure }) => lookBackOf(measure))
  const bearsUntil = reading.measuredAt + Math.max(0, ...lookBacks)
  intake.disturbedUntil = Math.max(intake.disturbedUntil ?? -Infinity, bearsUntil)
  markAt(batch, reading)
}

/** What comes in order while windows look back on what they have not seen, or is the first of all. */
export function markDisturbed(batch: Batch, reading: Reading, intake: Intake): void {
  const { measuredAt: at } = reading
  const { disturbedUntil: until = -Infinity, standing } = intake
  const isFirst = until === Infinity
  if (at <= until)
    markLater(batch, reading, isFirst ? Math.max(standing.from, at - UNWATCHED_MAX) : at)
  if (at > until || isFirst) intake.disturbedUntil = undefined
}

/** For what is to be told soon. */
export function markAt(batch: Batch, { channel, measuredAt: at }: Reading): void {
  add(batch, { channel: channel.id, from: at, until: at, dueAt: 0 })
}

function markLater(batch: Batch, { channel, measuredAt: until }: Reading, from: number): void {
  add(batch, { channel: channel.id, from, until, dueAt: Date.now() + PATIENCE })
}

function add({ marks }: Batch, mark: ExcursionMark): void {
  const before = marks.get(mark.channel)
  marks.set(mark.channel, before === undefined ? mark : joinMarks(before, mark))
}

function joinMarks(one: ExcursionMark, other: ExcursionMark): ExcursionMark {
  const range: Range = joinRanges(one, other)
  return { ...one, ...range, dueAt: Math.min(one.dueAt, other.dueAt) }
}
