import type { Excursion } from '#domain/alarm/excursion.ts'
import type { Range } from '#domain/alarm/range.ts'
import type { Channel } from '#domain/channel.ts'
import type { Instant } from '#domain/time.ts'

import type { LimitVersion } from './contract-alarms.ts'
import type { PageQuery } from './contract.ts'

/** Time of a channel of which something is known anew: readings that came late, a level that changed. */
export interface ExcursionMark extends Range {
  readonly channel: number
  /** Looked at from then on; 0: at once. */
  readonly dueAt: Instant
}

export interface KeptMark extends ExcursionMark {
  /** Another one whenever it is noted again. */
  readonly revision: number
}

export interface MarkAgain {
  readonly from?: Instant
  readonly dueAt: Instant
}

/** A version of a limit on a channel, for as long as both the version and the place were the same. */
export interface WatchedSpan {
  readonly limit: LimitVersion
  readonly channel: Channel
  readonly place: string
  /** Inclusive; -Infinity: the first version judges what was before it, too. */
  readonly from: Instant
  /** Exclusive; Infinity: until now. */
  readonly until: Instant
  /** Since when the device stands there; windows look back no further. */
  readonly standingFrom: Instant
}

export interface ExcursionRecord extends Excursion {
  readonly limit: string
  readonly limitVersion: number
  readonly device: string
  readonly channel: string
  readonly channelId: number
  readonly place: string
  /** The alarm whose history tells it; null: nobody was told, its readings came late. */
  readonly alarm: number | null
  readonly recordedAt: Instant
}

export interface ExcursionKey {
  readonly from: Instant
  readonly limit: string
  readonly channelId: number
}

export interface ExcursionQuery extends PageQuery<ExcursionKey> {
  readonly place?: readonly string[]
  readonly device?: readonly string[]
  readonly limitId?: string
  /** Those that reach into the time from `from` (inclusive) until `until` (exclusive). */
  readonly from?: Instant
  readonly until?: Instant
  readonly raised?: boolean
  readonly settled?: boolean
}

/**
 * Conditions outside their limits, as what is stored tells them: whatever the order in which readings came. They follow from
 * readings, limits and installations, so where these have changed they are told anew. Nobody is told of them.
 */
export interface Excursions {
  /** Keeps the marks; those of a channel become one, so there are never more than channels. Idempotent. */
  note(marks: readonly ExcursionMark[]): Promise<void>
  /** Marks that are due, the longest due first. */
  listDue(now: Instant, limit: number): Promise<KeptMark[]>
  /** The mark is done with; one that was noted again since stays. `again`: what is behind `from` is looked at then, its end when not given. */
  settle(mark: KeptMark, again?: MarkAgain): Promise<void>
  /** What watched a channel in a range, and next to it; undefined: there is no such channel. */
  watched(channel: number, range: Range): Promise<WatchedSpan[] | undefined>
  /** What is told of a span. */
  recorded(span: WatchedSpan, since: Instant): Promise<RecordedStory>
  /** These, and no others, begin in the span from `from` (inclusive) until `until` (exclusive). */
  record(span: WatchedSpan, told: ToldExcursions): Promise<void>
  /** Removes those that begin in the range where by now nothing watched. */
  prune(channel: number, range: Range, watched: readonly WatchedSpan[]): Promise<void>
  /** By (from, limit, channel). */
  list(query: ExcursionQuery): Promise<ExcursionRecord[]>
}

export interface RecordedStory {
  /** Those that are not settled before `since`, the oldest first. */
  readonly excursions: readonly Excursion[]
  /** At which level what came last is, as it was watched; 0: in order. */
  readonly watchedLevel: number
}

export interface ToldExcursions {
  readonly from: Instant
  readonly until: Instant
  readonly excursions: readonly Excursion[]
}
