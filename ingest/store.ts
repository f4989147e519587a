import type { SequencedEntry } from '#store/journal/contract.ts'
import type { ReadingsWriter, Refusal } from '#store/readings/contract.ts'

import type { Batch } from './batch.ts'
import type { IngestMetrics } from './metrics.ts'
import type { RecentReadings } from './recent-readings.ts'
import { reject } from './rejection.ts'

interface StoreContext {
  readonly readings: ReadingsWriter
  readonly recent: RecentReadings
  readonly metrics: IngestMetrics
}

/** Writes the readings; one that the store refuses for good becomes a rejection, and is new when it is sent again. */
export async function store(
  batch: Batch,
  { readings, recent, metrics }: StoreContext,
): Promise<void> {
  if (batch.arrivals.length === 0) return
  const stopTimer = metrics.write.startTimer()
  const refusals = await readings.write(batch.arrivals.map(({ reading }) => reading))
  stopTimer()
  if (refusals.length === 0) return
  rejectRefused(batch, refusals)
  for (const { reading } of refusals) recent.forget(reading)
}

function rejectRefused(batch: Batch, refusals: readonly Refusal[]): void {
  const entries = new Map(batch.arrivals.map(({ entry, reading }) => [reading, entry]))
  for (const { reading, reason } of refusals) {
    const entry: SequencedEntry | undefined = entries.get(reading)
    if (entry === undefined) throw new Error('the store refused a reading that it was not given')
    const channel = reading.channel.name
    reject(batch, entry, { code: 'store-refused', channel, detail: reason })
  }
}
