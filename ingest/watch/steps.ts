import { USABLE_MIN } from '#domain/quality.ts'
import type { Alarms } from '#store/registry/contract-alarms.ts'

import type { Batch } from '../batch.ts'
import { toJournalOrder } from './journal-order.ts'
import type { Watches } from './watches.ts'

interface WatchContext {
  readonly watches: Watches
  readonly alarms: Alarms
}

/** Finds out who watches what came. Before `watch`, for it may fail and be done again. */
export async function prepareWatches(batch: Batch, { watches }: WatchContext): Promise<void> {
  const channels = new Map(batch.arrivals.map(({ reading: { channel } }) => [channel.id, channel]))
  await watches.prepare(channels.values(), Date.now())
}

/** What came is measured against its limits, in the order of its time; what is bad tells nothing. */
export function watch({ arrivals, observations }: Batch, { watches }: WatchContext): void {
  for (const { entry, reading } of toJournalOrder(arrivals)) {
    if (reading.quality < USABLE_MIN) continue
    watches.of(reading.channel)?.take(reading, entry.receivedAt, observations)
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
