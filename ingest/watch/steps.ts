import { findLevel } from '#domain/alarm/limit.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import type { AlarmObservation, Alarms } from '#store/registry/contract-alarms.ts'

import type { Arrival, Batch } from '../batch.ts'
import { isPast } from './lateness.ts'
import type { Watch, Watches } from './watches.ts'

interface WatchContext {
  readonly watches: Watches
  readonly alarms: Alarms
}

/** Finds out who watches what came. Before `watch`, for it may fail and be done again. */
export async function prepareWatches(batch: Batch, { watches }: WatchContext): Promise<void> {
  const channels = new Map(batch.arrivals.map(({ reading: { channel } }) => [channel.id, channel]))
  await watches.prepare(channels.values(), Date.now())
}

/**
 * What came is measured against its limits, in the order of its time. A reading that is older than what was taken in of its
 * channel changes nothing, and a reading from before its device stood there tells of another place. One that came long after it
 * was measured is observed as the past: it pages nobody.
 */
export function watch(batch: Batch, { watches }: WatchContext): void {
  for (const arrival of batch.arrivals) {
    if (arrival.reading.quality < USABLE_MIN) continue
    for (const one of watches.of(arrival.reading.channel)) {
      const observation = observeReading(one, arrival)
      if (observation !== undefined) batch.observations.push(observation)
    }
  }
}

/**
 * Writes what was observed, before the readings are stored: so what is stored was watched, and a restart need not ask which
 * readings were.
 */
export async function observe(batch: Batch, { watches, alarms }: WatchContext): Promise<void> {
  if (batch.observations.length === 0) return
  await alarms.observe(batch.observations)
  watches.keep(batch.observations)
}

function observeReading(
  one: Watch,
  { entry: { receivedAt }, reading: { measuredAt, value } }: Arrival,
): AlarmObservation | undefined {
  one.arrivedAt = receivedAt
  if (measuredAt <= one.at || measuredAt < one.standing.from) return undefined
  one.at = measuredAt
  const { limit, channel, standing } = one
  const measured = one.meter.feed(measuredAt, value) ?? null
  if (measuredAt <= one.toldUntil) return undefined
  const level = measured === null ? one.level : findLevel(limit.limit, measured, one.level)
  const past = isPast(measuredAt, receivedAt)
  // The first word of the present is one even when the condition is as it was.
  const hasCaughtUp = one.past && !past
  if (level === one.level && !hasCaughtUp) return undefined
  Object.assign(one, { level, past })
  return { limit, channel, place: standing.place, at: measuredAt, level, value: measured, past }
}
