import { Counter, Gauge, Histogram, type Registry as Registers } from 'prom-client'

import type { Journal } from '#store/journal/contract.ts'

import type { Batch } from './batch.ts'

export type IngestMetrics = ReturnType<typeof createMetrics>

/** The journal's consumer that the ingest is. */
export const CONSUMER = 'ingest'

const WRITE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const LAG_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600, 86_400]

export function createMetrics(register: Registers) {
  const counter = (name: string, help: string) =>
    new Counter({ name: `nguon_ingest_${name}`, help, registers: [register] })
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `nguon_ingest_${name}`, help, buckets, registers: [register] })
  return {
    messages: counter('messages_total', 'Journal entries that are done with'),
    readings: counter('readings_total', 'Readings stored'),
    duplicates: counter('duplicates_total', 'Repeated readings that were dropped'),
    corrections: counter(
      'corrections_total',
      'Readings that replaced another value of their instant',
    ),
    late: counter('late_total', 'Values that arrived more than an hour after they were measured'),
    rejected: new Counter({
      name: 'nguon_ingest_rejected_total',
      help: 'Messages or values that could not be used, by reason',
      labelNames: ['code'],
      registers: [register],
    }),
    damaged: counter('damaged_total', 'Journal entries that were damaged on disk and given up'),
    write: histogram('write_seconds', 'Time of one write to the readings store', WRITE_SECONDS),
    lag: histogram(
      'lag_seconds',
      'From the arrival of the oldest entry of a batch until the batch is visible',
      LAG_SECONDS,
    ),
  }
}

/** Asked when somebody looks: how many entries wait, and whether the ingest waits for something that failed. */
export function watchJournal(
  register: Registers,
  journal: Journal,
  isInTrouble: () => boolean,
): void {
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name: `nguon_ingest_${name}`,
      help,
      registers: [register],
      async collect() {
        this.set(await read())
      },
    })
  gauge('journal_depth', 'Entries of the journal that are not done with', () => readDepth(journal))
  gauge('backing_off', '1 while something fails and is tried again, else 0', () =>
    Number(isInTrouble()),
  )
}

/** NaN when the journal cannot be read. */
export async function readDepth(journal: Journal): Promise<number> {
  try {
    const { lastSequence, cursors } = await journal.status()
    return lastSequence - (cursors.get(CONSUMER) ?? 0)
  } catch {
    return Number.NaN
  }
}
/** Counts a batch when it is done, so that what is tried twice counts once. */
export function countBatch(batch: Batch, metrics: IngestMetrics): void {
  metrics.messages.inc(batch.entries.length)
  metrics.readings.inc(batch.arrivals.length)
  metrics.duplicates.inc(batch.duplicateCount)
  metrics.corrections.inc(batch.correctionCount)
  metrics.late.inc(batch.lateCount)
  for (const { code } of batch.rejections) metrics.rejected.inc({ code })
  const oldestAt = batch.entries[0]?.receivedAt
  if (oldestAt !== undefined) metrics.lag.observe(Math.max(0, Date.now() - oldestAt) / 1_000)
}
