import type { Arrival, Batch } from './batch.ts'
import type { RecentReadings } from './recent-readings.ts'

interface DeduplicateContext {
  readonly recent: RecentReadings
}

/**
 * Drops exact repetitions (the same channel, instant and value), within the batch and of what was stored shortly
 * before. Another value for a known instant is a correction: it stays, and the store lets the last one win.
 * What it remembers is not stored yet: a batch that fails to be stored is stored again, never deduplicated again.
 */
export function deduplicate(batch: Batch, { recent }: DeduplicateContext): void {
  const remaining: Arrival[] = []
  for (const arrival of batch.arrivals) {
    const novelty = recent.remember(arrival.reading)
    if (novelty === 'duplicate') {
      batch.duplicateCount++
      batch.repeated.add(arrival.entry)
      continue
    }
    if (novelty === 'correction') batch.correctionCount++
    remaining.push(arrival)
  }
  batch.arrivals = remaining
}
