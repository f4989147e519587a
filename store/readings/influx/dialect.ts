import type { HttpError } from '@influxdata/influxdb-client'

import { DAY } from '#domain/time.ts'

import type { Retention } from '../contract.ts'
import type { InfluxHttp } from './http.ts'

/** Raw readings (measurement `reading`) and our hourly roll-ups (`reading_1h`): kept for different times, so kept apart. */
export const TIERS = ['raw', 'hourly'] as const
export type Tier = (typeof TIERS)[number]

/** What differs between 1.x, 2.x and 3.x. One file each, the same verbs. */
export interface Dialect {
  readonly version: '1' | '2' | '3'
  /** Authorization, of every request. */
  readonly headers: Readonly<Record<string, string>>
  /** Where line protocol with times in milliseconds goes. */
  toWritePath(tier: Tier): string
  /** Names the tier's database to /query. */
  toScope(tier: Tier): Readonly<Record<string, string>>
  /** Makes databases, buckets or retention policies that are missing, where the server allows it. May be called again. */
  prepare(http: InfluxHttp): Promise<void>
  /** The lines (from 0) that alone were refused, with reasons; undefined when the answer does not say for sure. */
  findRefused(error: HttpError, lineCount: number): ReadonlyMap<number, string> | undefined
}

/** The server keeps raw readings this much longer, so that an hour at the edge can still be rolled up whole. */
export const RAW_SLACK = DAY

/** How long the server keeps a tier, in seconds; 0 = for ever. Roll-ups are never dropped before their readings. */
export function toRetentionSeconds(tier: Tier, { raw, hourly }: Retention): number {
  if (raw === null) return 0
  if (tier === 'raw') return (raw + RAW_SLACK) / 1_000
  return hourly === null ? 0 : (Math.max(raw, hourly) + RAW_SLACK) / 1_000
}
