import { isCalm, lookBackOf } from '#domain/alarm/calm.ts'
import type { Excursion } from '#domain/alarm/excursion.ts'
import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { Replay } from '#domain/alarm/replay.ts'
import type { Channel } from '#domain/channel.ts'
import { HOUR, type Instant } from '#domain/time.ts'
import type { ReadingsReader, Span } from '#store/readings/contract.ts'

import { readUsable } from './read-usable.ts'

export interface ReplayQuery extends Span {
  readonly limit: AlarmLimit
  readonly channel: Channel
  /** Since when its readings are of this place; windows look back no further. */
  readonly standingFrom: Instant
  /** Aborted, it ends with the signal's reason; between two questions to the store. */
  readonly signal: AbortSignal
}

type Readings = Pick<ReadingsReader, 'range' | 'window'>

/**
 * The excursions of a limit over what is stored of a channel, as if the channel had been in order at `from`; what is under way at
 * `until` comes last. Hours of which the roll-up says that nothing can have happened are not read, which changes nothing of
 * the answer. The store is asked for a page at a time, so others come in between.
 */
export async function replayStored(readings: Readings, query: ReplayQuery): Promise<Excursion[]> {
  const { limit, until } = query
  const replay = new Replay(limit, query.from)
  const over: Excursion[] = []
  const calm = await findCalm(readings, query)
  let fedUntil = query.from - lookBackOf(limit.measure)
  for (let at = query.from; at < until;) {
    const next = Math.min(until, calm.beginsBehind(at))
    if (replay.open === undefined && calm.at(at)) {
      at = Math.min(until, calm.endsBehind(at))
      continue
    }
    fedUntil = await feed(readings, replay, { ...query, from: at, until: next, fedUntil })
    over.push(...replay.takeOver())
    at = next
  }
  replay.pass(until)
  over.push(...replay.takeOver())
  return replay.open === undefined ? over : [...over, replay.open]
}

/** Feeds what lies in the span, behind what bears on it; answers with until where it has fed. */
async function feed(
  readings: Readings,
  replay: Replay,
  query: ReplayQuery & { readonly fedUntil: Instant },
): Promise<Instant> {
  const { limit, channel, standingFrom, from, until, fedUntil, signal } = query
  const before = Math.max(standingFrom, fedUntil, from - lookBackOf(limit.measure))
  for await (const page of readUsable(readings, { channel, from: before, until, signal })) {
    for (const { measuredAt, value } of page) {
      if (measuredAt < from) replay.warm(measuredAt, value)
      else replay.feed(measuredAt, value)
    }
  }
  return until
}

interface Calm {
  /** Whether nothing can happen in the hour of an instant. */
  at(instant: Instant): boolean
  /** Where the next hour begins in which nothing can happen. */
  beginsBehind(instant: Instant): Instant
  /** Where the next hour begins in which something can. */
  endsBehind(instant: Instant): Instant
}

const NEVER_CALM: Calm = { at: () => false, beginsBehind: () => Infinity, endsBehind: () => 0 }
const HOUR_LONG = { every: HOUR, offset: 0 } as const

/** An hour is calm when it and all hours that bear on it are. */
async function findCalm(
  readings: Readings,
  { limit, channel, standingFrom, from, until, signal }: ReplayQuery,
): Promise<Calm> {
  if (!isCalm(limit, { min: null, max: null })) return NEVER_CALM
  signal.throwIfAborted()
  const lookBack = lookBackOf(limit.measure)
  const first = Math.floor(Math.max(standingFrom, from - lookBack) / HOUR)
  const span = { from: first * HOUR, until }
  const hours = await readings.window({ channel, ...span, ...HOUR_LONG })
  let calmUntil = -Infinity
  const calm = hours.map((hour, index) => {
    if (!isCalm(limit, hour)) calmUntil = index + Math.ceil(lookBack / HOUR)
    return index > calmUntil
  })
  const indexOf = (instant: Instant) => Math.floor(instant / HOUR) - first
  const toInstant = (index: number) => (index === -1 ? Infinity : (first + index) * HOUR)
  return {
    at: (instant) => calm[indexOf(instant)] === true,
    beginsBehind: (instant) => toInstant(calm.indexOf(true, indexOf(instant) + 1)),
    endsBehind: (instant) => toInstant(calm.indexOf(false, indexOf(instant) + 1)),
  }
}
