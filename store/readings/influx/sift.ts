import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'

import type { Refusal } from '../contract.ts'
import { INSTANT_MAX } from './influxql.ts'

export interface Sifted {
  /** One for each (channel, measuredAt), the last one given. */
  readonly accepted: readonly Reading[]
  readonly refusals: readonly Refusal[]
}

/** Takes out what no InfluxDB stores, and what is older than raw readings are kept (3.x would accept it and hide it). */
export function sift(readings: readonly Reading[], keptFrom: Instant): Sifted {
  const refusals: Refusal[] = []
  const channels = new Map<Channel['id'], Map<Instant, Reading>>()
  for (const reading of readings) {
    const reason = findFault(reading, keptFrom)
    if (reason === undefined) keepLast(channels, reading)
    else refusals.push({ reading, reason })
  }
  const accepted = [...channels.values()].flatMap((byTime) => Array.from(byTime.values()))
  return { accepted, refusals }
}

function keepLast(channels: Map<number, Map<Instant, Reading>>, reading: Reading): void {
  let byTime = channels.get(reading.channel.id)
  if (byTime === undefined) {
    byTime = new Map()
    channels.set(reading.channel.id, byTime)
  }
  byTime.set(reading.measuredAt, reading)
}

function findFault({ value, measuredAt }: Reading, keptFrom: Instant): string | undefined {
  if (!Number.isFinite(value)) return `The value is ${value}; only finite numbers can be stored.`
  if (!Number.isInteger(measuredAt) || measuredAt < 0 || measuredAt >= INSTANT_MAX) {
    return `The time is ${measuredAt}; accepted are whole milliseconds from 1970 to 2262.`
  }
  if (measuredAt >= keptFrom) return undefined
  return `The reading is of ${new Date(measuredAt).toISOString()}, older than raw readings are kept (NGUON_RAW_RETENTION_DAYS).`
}
