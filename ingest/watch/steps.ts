import { USABLE_MIN } from '#domain/quality.ts'
import type { Alarms } from '#store/registry/contract-alarms.ts'
import type { Excursions } from '#store/registry/contract-excursions.ts'

import type { Arrival, Batch } from '../batch.ts'
import type { Intake } from './intake.ts'
import { toJournalOrder } from './journal-order.ts'
import { markAt, markChannel, markDisturbed, markPast } from './marks.ts'
import type { Watches } from './watches.ts'

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
 * What came is measured against its limits, in the order of its time; what is bad tells nothing. Times are marked at which a level
 * changes, and of which something comes late or from another place: `Historian` tells their excursions.
 */
export function watch(batch: Batch, { watches }: WatchContext): void {
  for (const arrival of toJournalOrder(batch.arrivals)) {
    const intake = watches.of(arrival.reading.channel)
    if (intake === undefined || watches.atOdds.size > 0)
      markChannel(batch, arrival.reading, watches)
    if (intake !== undefined) take(batch, arrival, intake)
  }
}

function take(batch: Batch, { entry, reading }: Arrival, intake: Intake): void {
  const { observations } = batch
  if (!intake.isNews(reading.measuredAt)) return markPast(batch, reading, intake)
  if (intake.disturbedUntil !== undefined) markDisturbed(batch, reading, intake)
  if (reading.quality < USABLE_MIN) return
  const count = observations.length
  intake.take(reading, entry.receivedAt, observations)
  if (observations.length > count) markAt(batch, reading)
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
