import { expect } from 'vitest'

import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import type { ReadingsReader, ReadingsWriter, Window } from '#store/readings/contract.ts'

/** An empty store, opened for one test; whoever disposes it closes writer, reader and what they stand on. */
export interface ReadingsEngine extends AsyncDisposable {
  readonly writer: ReadingsWriter
  readonly reader: ReadingsReader
}
export type OpenEngine = () => Promise<ReadingsEngine>

/** Midnight of 1 September 2025 in Asia/Ho_Chi_Minh. */
export const MIDNIGHT = Date.UTC(2025, 7, 31, 17)
export const VIETNAM = 7 * HOUR
export const GOOD = 192
export const BAD = 0

export const top = channelOf(1)
export const bottom = channelOf(2)

export function channelOf(id: number): Channel {
  return { id, device: `vat-${id}`, name: 'temperature/top', quantity: 'temperature' }
}

export function readingOf(channel: Channel, measuredAt: number, value: number): Reading {
  return { channel, measuredAt, value, quality: GOOD }
}

/** A reading a minute from midnight on: 20.00, 20.01, 20.02 … */
export function minutes(channel: Channel, count: number, from = MIDNIGHT): Reading[] {
  return Array.from({ length: count }, (_, i) =>
    readingOf(channel, from + i * MINUTE, Math.round(2000 + i) / 100),
  )
}

/** Runs the maintenance that is due at `now` until nothing is left to do. */
export async function settle(writer: ReadingsWriter, now: number): Promise<void> {
  let more = true
  for (let step = 0; more && step < 10_000; step += 1) more = await writer.maintain(now)
  expect(more).toBe(false)
}

export function readAll(reader: ReadingsReader, channel: Channel) {
  const span = { from: MIDNIGHT - 9 * DAY, until: MIDNIGHT + 9 * DAY }
  return reader.range({ channel, ...span, limit: 10_000 })
}

export function emptyWindow(start: number): Window {
  return { start, count: 0, min: null, max: null, mean: null, last: null }
}
