import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'

/** Channels with a long history, and channels that are only known for their last hours. */
const LONG_COUNT = 200
const SHORT_COUNT = 800
const SHORT_MINUTES = 120
const BATCH_MINUTES = 25
/** The embedded engine seals 1,000 channels after 16 readings of each. */
const UNSEALED_MINUTES = 15

/** Midnight in Vietnam. */
const UNTIL = Date.UTC(2026, 9, 31, 17)

/** What is stored: `readingCount` readings, one a minute of each of 200 channels, and two hours of 800 more. */
export interface History {
  readonly long: readonly Channel[]
  readonly all: readonly Channel[]
  readonly from: number
  /** Until here the embedded engine has sealed everything; then come the minutes that it has not. */
  readonly sealedUntil: number
  readonly until: number
}

export function createHistory(readingCount: number): History {
  const all = Array.from({ length: LONG_COUNT + SHORT_COUNT }, (_, i) => createChannel(i + 1))
  const minutes = Math.ceil(readingCount / LONG_COUNT)
  return {
    all,
    long: all.slice(0, LONG_COUNT),
    from: UNTIL - minutes * MINUTE,
    sealedUntil: UNTIL,
    until: UNTIL + UNSEALED_MINUTES * MINUTE,
  }
}

/** In the order in which devices send: all channels of one minute, then the next minute. */
export function* batchesOf({ all, long, from, sealedUntil: until }: History): Generator<Reading[]> {
  const shortFrom = until - SHORT_MINUTES * MINUTE
  for (let at = from; at < until; at += BATCH_MINUTES * MINUTE) {
    const end = Math.min(at + BATCH_MINUTES * MINUTE, until)
    yield minutesOf(long, at, end)
    if (end > shortFrom) yield minutesOf(all.slice(LONG_COUNT), Math.max(at, shortFrom), end)
  }
}

export function lastMinutesOf({ all, sealedUntil, until }: History): Reading[] {
  return minutesOf(all, sealedUntil, until)
}

function createChannel(id: number): Channel {
  return {
    id,
    device: `vat-${Math.ceil(id / 10)}`,
    name: `temperature/${id}`,
    quantity: 'temperature',
  }
}

function minutesOf(channels: readonly Channel[], from: number, until: number): Reading[] {
  const readings: Reading[] = []
  for (let measuredAt = from; measuredAt < until; measuredAt += MINUTE) {
    for (const channel of channels) {
      readings.push({ channel, measuredAt, value: valueAt(channel.id, measuredAt), quality: 192 })
    }
  }
  return readings
}

/** A day's swing and noise of about ± 0.2, with two decimals: noise is what does not compress. */
function valueAt(channel: number, at: number): number {
  const swing = 30 + 8 * Math.sin((at * 2 * Math.PI) / DAY + channel) + Math.sin(at / (37 * HOUR))
  const noise = noiseOf(channel, at / MINUTE) + noiseOf(at / MINUTE, channel)
  return Math.round((swing + 0.2 * noise) * 100) / 100
}

/** From −0.5 to 0.5, the same for the same numbers. */
function noiseOf(a: number, b: number): number {
  const mixed = Math.imul(Math.imul(a | 0, 0x9e37_79b1) ^ (b | 0), 0x85eb_ca6b)
  const again = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2_ae35)
  return ((again ^ (again >>> 13)) >>> 0) / 2 ** 32 - 0.5
}
