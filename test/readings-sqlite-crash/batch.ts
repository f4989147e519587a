import type { Reading } from '#domain/reading.ts'

import { channelOf, MIDNIGHT, readingOf } from '../contracts/readings/fixture.ts'

export const CHANNEL_COUNT = 20
export const BATCH_READINGS = 2_000

/** The readings from number `begin` on; every fourth batch is written backwards, so that some of it comes late. */
export function batchFrom(begin: number): Reading[] {
  const readings = Array.from({ length: BATCH_READINGS }, (_, i) => toReading(begin + i))
  return (begin / BATCH_READINGS) % 4 === 3 ? readings.toReversed() : readings
}

/** Reading number n is of channel n mod 20; instants are 100 ms apart and the value is the instant's milliseconds. */
function toReading(n: number): Reading {
  const measuredAt = MIDNIGHT + Math.floor(n / CHANNEL_COUNT) * 101
  return readingOf(channelOf((n % CHANNEL_COUNT) + 1), measuredAt, measuredAt % 1_000)
}
