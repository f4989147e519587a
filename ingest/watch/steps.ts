import { findLevel } from '#domain/alarm/limit.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import type { AlarmObservation, Alarms } from '#store/registry/contract-alarms.ts'
import type { Excursions } from '#store/registry/contract-excursions.ts'

import type { Arrival, Batch } from '../batch.ts'
import { markAt, markChannel, markDisturbed, markPast } from './marks.ts'
import type { Watch, Watches } from './watches.ts'

interface WatchContext {
  readonly watches: Watches
  readonly alarms: Alarms
  readonly excursions: Pick<Excursions, 'note'>
}

/** Finds out who watches what came. Before `watch`, for it may fail and be done again. */
export async function prepareWatches(batch: Batch, { watches }: WatchContext): Promise<void> {
  const channels = new Map(batch.arrivals.map(({ reading: { channel } }) => [channel.id, channel]))
  await watches.prepare(channels.values(), Date.now())
}

/**
 * What came is measured against its limits, in the order of its time. A reading that is older than what was taken in of its
 * channel tells of the past, and a reading from before its device stood there of another place: neither pages anybody. Such times are
 * marked, as those are at which a level changes: `Historian` tells their excursions.
 */
export function watch(batch: Batch, { watches }: WatchContext): void {
  for (const arrival of batch.arrivals) {
    const { reading } = arrival
    const all = watches.of(reading.channel)
    if (all.length === 0 || watches.atOdds.size > 0) markChannel(batch, reading, watches)
    for (const one of all) take(batch, arrival, one)
  }
}

function take(batch: Batch, arrival: Arrival, one: Watch): void {
  const { reading } = arrival
  const { measuredAt } = reading
  if (measuredAt <= one.at || measuredAt < one.standing.from) return markPast(batch, reading, one)
  if (one.disturbedUntil !== undefined) markDisturbed(batch, reading, one)
  if (reading.quality < USABLE_MIN) return
  const observation = observeReading(one, arrival)
  if (observation === undefined) return
  batch.observations.push(observation)
  markAt(batch, reading)
}

/**
 * Writes what was observed, before the readings are stored: so what is stored was watched, and a restart need not ask which
 * readings were.
 */
export async function observe(
  batch: Batch,
  { watches, alarms, excursions }: WatchContext,
): Promise<void> {
  await excursions.note([...batch.marks.values()])
  if (batch.observations.length === 0) return
  await alarms.observe(batch.observations)
  watches.keep(batch.observations)
}

function observeReading(
  one: Watch,
  { entry: { receivedAt }, reading: { measuredAt, value } }: Arrival,
): AlarmObservation | undefined {
  one.at = measuredAt
  one.arrivedAt = receivedAt
  const measured = one.meter.feed(measuredAt, value)
  if (measured === undefined) return undefined
  const { limit, channel, standing } = one
  const level = findLevel(limit.limit, measured, one.level)
  if (level === one.level) return undefined
  one.level = level
  return { limit, channel, place: standing.place, at: measuredAt, level, value: measured }
}
