import { decodeQuality } from '#domain/quality.ts'
import { createBatch, type Batch } from '#ingest/batch.ts'
import { date } from '#ingest/date.ts'
import { decode } from '#ingest/decode.ts'
import { GatewayInstants } from '#ingest/gateway-instants.ts'
import { validate } from '#ingest/validate.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'

/** When everything arrives, unless a test says otherwise. */
export const RECEIVED_AT = Date.parse('2026-11-24T08:00:00Z')

export function entryOf(
  payload: Uint8Array | string,
  change: Partial<SequencedEntry> = {},
): SequencedEntry {
  return {
    kind: 'message',
    receivedAt: RECEIVED_AT,
    device: 'vat-1',
    topic: 'nguon/v1/vat-1/readings',
    payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
    retained: false,
    sequence: 1,
    ...change,
  }
}

/** What needs no store: bytes to values and rejections. */
export function understand(...entries: SequencedEntry[]): Batch {
  const batch = createBatch(entries)
  const context = { instants: new GatewayInstants() }
  for (const step of [decode, date, validate]) step(batch, context)
  return batch
}

/** Values as `[channel, value]`. */
export function valuesOf(payload: Uint8Array | string): [string, number][] {
  return understand(entryOf(payload)).values.map(({ channel, value }) => [channel, value])
}

/** Rejections as `[code, channel]`. */
export function rejectionsOf(payload: Uint8Array | string): [string, string][] {
  return understand(entryOf(payload)).rejections.map(({ code, channel }) => [code, channel])
}

/** When the readings of a message were measured, relative to its arrival, and how good that is. */
export function timesOf(payload: string, change: Partial<SequencedEntry> = {}) {
  return understand(entryOf(payload, change)).values.map(({ measuredAt, quality }) => ({
    beforeArrival: RECEIVED_AT - measuredAt,
    quality: decodeQuality(quality),
  }))
}
