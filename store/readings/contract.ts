import type { Channel } from '#domain/channel.ts'
import type { Reading } from '#domain/reading.ts'
import type { Instant } from '#domain/time.ts'

/** Half open: from (inclusive) until (exclusive). */
export interface Span {
  readonly from: Instant
  readonly until: Instant
}

/** A reading as it is read back; the channel is the one that was asked for. */
export interface StoredValue {
  readonly measuredAt: Instant
  readonly value: number
  readonly quality: number
}

/** A reading that the engine will never accept (the ingest turns it into a rejection). */
export interface Refusal {
  readonly reading: Reading
  readonly reason: string
}

export interface RangeQuery extends Span {
  readonly channel: Channel
  /** Oldest first unless `newest`. */
  readonly order?: 'oldest' | 'newest'
  readonly limit: number
}

export interface WindowQuery extends Span {
  readonly channel: Channel
  /** Milliseconds, ≥ 1 000. */
  readonly every: number
  /**
   * Windows begin at instants t with (t + offset) divisible by `every`: 7 h makes daily windows begin at midnight
   * in Asia/Ho_Chi_Minh. Milliseconds, 0 ≤ offset < every.
   */
  readonly offset: number
}

/** One window. `min` … `last` are null exactly when count is 0. Only usable readings count (quality ≥ USABLE_MIN). */
export interface Window {
  readonly start: Instant
  readonly count: number
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  readonly last: number | null
}

export interface CoverageQuery extends Span {
  readonly channel: Channel
  /** The interval at which the device is expected to report, milliseconds. */
  readonly expectedEvery: number
}

export interface Coverage {
  /** Slots of `expectedEvery`, aligned to `from`, that end at or before `until`. */
  readonly expectedCount: number
  /** Slots that hold at least one reading (of any quality). */
  readonly receivedCount: number
  /** Readings in the span. */
  readonly readingCount: number
  /** Runs of empty slots, the longest first (equally long ones: the earlier first), at most 100. */
  readonly gaps: readonly Span[]
}

/** How many readings of a span have one quality. */
export interface QualityCount {
  readonly quality: number
  readonly count: number
}

export interface SeriesSummary {
  readonly device: string
  readonly channel: string
  readonly firstAt: Instant
  readonly lastAt: Instant
  /** Stored readings; exact where the engine can tell cheaply, else null. */
  readonly count: number | null
}

/**
 * What the ingest holds. One process writes. Errors are NguonErrors: `retry: true` when the store is
 * unreachable, locked, full or overloaded (nothing or a part was written; write the same again, it is idempotent);
 * `retry: false` with code `READINGS_CONFIGURATION` when a person must act (401, 403, unknown database …).
 */
export interface ReadingsWriter extends AsyncDisposable {
  /**
   * Stores readings; resolves when they are as durable as the engine promises and visible to readers. Writing the
   * same (channel, measuredAt) again replaces value and quality; within one call the last wins. One that the engine
   * refuses for good is returned, never thrown, and the others are stored. READINGS_CONFIGURATION, and nothing is
   * stored, when a channel's id has another channel's readings.
   */
  write(readings: readonly Reading[]): Promise<Refusal[]>
  /**
   * One bounded step of background work due at `now`: sealing, hourly roll-ups of what changed (late readings included), retention.
   * Resolves true when there is more to do at once. Safe to interrupt at any point and to run beside `write`; never blocks the caller's event loop long.
   */
  maintain(now: Instant): Promise<boolean>
  /** The channels whose readings the engine files by their id; none where it files them by device and name. */
  channels(): Promise<readonly Channel[]>
}

/** What the api holds. Reads only, in any number of processes, beside the writer. */
export interface ReadingsReader extends AsyncDisposable {
  /** The newest reading (by measuredAt) of each channel, in the order asked; undefined where there is none. */
  latest(channels: readonly Channel[]): Promise<(StoredValue | undefined)[]>
  /** Up to `limit` raw readings. For the next page ask again from the last measuredAt + 1 (or until the last, for `newest`). */
  range(query: RangeQuery): Promise<StoredValue[]>
  /**
   * Every window that begins in [from, until), empty ones included, oldest first. The first begins at or after `from`
   * rounded down to the grid, and readings before `from` or at or after `until` do not count. Uses hourly roll-ups when `every` and
   * `offset` allow it.
   */
  window(query: WindowQuery): Promise<Window[]>
  coverage(query: CoverageQuery): Promise<Coverage>
  /** Of each quality that readings of the span have, in order; readings of which only roll-ups are kept are in none. */
  qualities(query: Span & { readonly channel: Channel }): Promise<QualityCount[]>
  /** Every series the store holds. */
  series(): Promise<SeriesSummary[]>
}

/**
 * How long each tier is kept, milliseconds; null = for ever. The embedded engine keeps as many days with readings at least,
 * so that a clock that is wrong for a while deletes no history; InfluxDB's retention is the server's, by the server's clock.
 */
export interface Retention {
  readonly raw: number | null
  readonly hourly: number | null
}
