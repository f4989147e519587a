import type { AlarmCommand } from '#domain/alarm/command.ts'
import type { AlarmLimit, Priority } from '#domain/alarm/limit.ts'
import type { Phase } from '#domain/alarm/state.ts'
import type { TransitionKind } from '#domain/alarm/transition.ts'
import type { NguonError } from '#domain/error.ts'
import type { Instant } from '#domain/time.ts'

import type { PageQuery } from './contract.ts'

/** A limit as it was approved; a version never changes, the next one takes its place from `validFrom` on. */
export interface LimitVersion {
  readonly limit: AlarmLimit
  /** 1, 2, 3 … of this limit. */
  readonly version: number
  readonly approvedBy: string
  readonly reason: string
  readonly validFrom: Instant
  readonly recordedAt: Instant
  /** From `validFrom` on nothing is watched by this limit. */
  readonly withdrawn: boolean
}
export type NewLimitVersion = Omit<LimitVersion, 'version'>

export interface Limits {
  /** Those in force at an instant, by id; withdrawn ones are left out. */
  list(query: PageQuery<string> & { readonly at: Instant }): Promise<LimitVersion[]>
  /** All versions of one limit, the newest first; empty: there is no such limit. */
  versions(id: string): Promise<LimitVersion[]>
  /**
   * The next version; where nothing is watched by the limit any more by then, withdrawing it resolves with the version that did
   * that. REGISTRY_CONFLICT: it would be valid before the one that is the newest now, so that what was in force
   * at an instant would change afterwards.
   */
  add(version: NewLimitVersion): Promise<LimitVersion>
  /** Adds the first version of those that there is none of; nothing that people have changed changes. Idempotent. */
  ship(versions: readonly NewLimitVersion[]): Promise<void>
}

/** What a channel at a place says about a limit from `at` on. */
export interface AlarmObservation {
  readonly limit: LimitVersion
  readonly channel: { readonly id: number; readonly device: string; readonly name: string }
  readonly place: string
  readonly at: Instant
  readonly level: number
  /** What was measured; null: nothing is, as when the limit was withdrawn. */
  readonly value: number | null
  /** When the newest reading that it tells of was measured; `at` when not given. */
  readonly seenAt?: Instant
  /** It came too late to tell how things are now. */
  readonly past?: boolean
  /** Why the alarm is silent by logic from its very beginning, if this makes it. */
  readonly suppressions?: readonly string[]
}

/** One limit on one channel, once it was out of order. */
export interface AlarmRecord {
  readonly id: number
  readonly limit: string
  readonly limitVersion: number
  readonly device: string
  readonly channel: string
  readonly channelId: number
  readonly place: string
  readonly phase: Phase
  /** 0: none. */
  readonly level: number
  readonly priority: Priority | null
  readonly silent: boolean
  /** Why logic keeps it silent. */
  readonly suppressions: readonly string[]
  /** What it tells is behind the clock. */
  readonly past: boolean
  /** When its phase or level changed last. */
  readonly since: Instant
  /** When it was raised last; null: never. */
  readonly raisedAt: Instant | null
  /** What was measured when the condition changed last. */
  readonly value: number | null
  readonly assignee: string | null
  /** Somebody has to answer it, also when it is over. */
  readonly asks: boolean
  /** The condition's level before any delay, and until when it is told. */
  readonly observed: number
  readonly observedAt: Instant
  /** When the newest reading that was observed was measured. */
  readonly seenAt: Instant
}

export type AlarmEventKind = TransitionKind | NoteKind | 'assigned'
/** What people add to its history: what they saw or think; what they did about the cause. */
export type NoteKind = 'commented' | 'corrective-action'

/** What happened to an alarm; kept for ever. */
export interface AlarmEvent {
  readonly id: number
  readonly alarm: number
  readonly kind: AlarmEventKind
  readonly at: Instant
  /** When it was written: later than `at` where readings came late. */
  readonly recordedAt: Instant
  readonly from: Phase
  readonly to: Phase
  readonly level: number
  readonly silent: boolean
  readonly by: string | null
  /** Why; of a comment and of a corrective action its text. */
  readonly reason: string | null
  readonly value: number | null
  readonly limitVersion: number
  /** Of an assignment: to whom; null: to nobody. */
  readonly assignee: string | null
}

export interface AlarmQuery extends PageQuery<number> {
  readonly phases?: readonly Phase[]
  readonly site?: string | readonly string[]
  readonly place?: string | readonly string[]
  readonly device?: string | readonly string[]
  /** By what it was raised. */
  readonly limitId?: string | readonly string[]
  readonly priorities?: readonly Priority[]
  readonly assignee?: string
  readonly silent?: boolean
}

/** Of what happened in [from, until), to alarms that are at these places now. */
export interface AlarmEventQuery extends PageQuery<number> {
  readonly alarm?: number
  readonly kinds?: readonly AlarmEventKind[]
  readonly place?: readonly string[]
  readonly from?: Instant
  readonly until?: Instant
  /** From the newest to the oldest; older ones than `after` follow. */
  readonly newestFirst?: boolean
}

/**
 * The lives of alarms (`domain/alarm/state.ts`). Each call is one transaction, so several processes that watch, or
 * act, at once raise and acknowledge nothing twice.
 */
export interface Alarms {
  /**
   * Takes in what was observed, in order; an observation older than what the alarm tells counts from there on. What was seen
   * before what is known was taken in already, by whoever watches too or before a crash: it changes nothing, as does
   * the same again. Resolves with what happened.
   */
  observe(observations: readonly AlarmObservation[]): Promise<AlarmEvent[]>
  /** Those to which something comes by itself until then (a delay that ends, shelving that is over), the earliest first. */
  listDue(until: Instant, limit: number, offset?: number): Promise<AlarmRecord[]>
  /** Lets time pass for each until its instant. Resolves with what happened. */
  advance(marks: readonly AlarmMark[]): Promise<AlarmEvent[]>
  /** REGISTRY_NOT_FOUND; or an ALARM_… error that says why it cannot be done. */
  act(id: number, command: AlarmCommand): Promise<AlarmRecord>
  /** Many in order, in one transaction; what cannot be done to one keeps none of the others from being done. */
  actAll(deeds: readonly AlarmDeed[]): Promise<AlarmOutcome[]>
  /** Adds to its history and changes nothing else. */
  comment(id: number, comment: AlarmComment): Promise<AlarmEvent>
  assign(id: number, assignment: AlarmAssignment): Promise<AlarmRecord>
  /** By id. */
  list(query: AlarmQuery): Promise<AlarmRecord[]>
  get(id: number): Promise<AlarmRecord | undefined>
  /** By id, which is the order in which it was written; ids become visible in their order. */
  history(query: AlarmEventQuery): Promise<AlarmEvent[]>
  /** The id of the newest event; 0: there is none. */
  newestEvent(): Promise<number>
  /** The id of the last event that was written before; 0: there is none. Quick however long the history is. */
  eventBefore(recordedAt: Instant): Promise<number>
}

export interface AlarmMark {
  readonly id: number
  readonly until: Instant
}

export interface AlarmDeed {
  readonly id: number
  readonly command: AlarmCommand
  /** Only if it has not asked again after this event; else ALARM_ASKED_AGAIN. */
  readonly seenEvent?: number
}
export type AlarmOutcome =
  | { readonly id: number; readonly alarm: AlarmRecord }
  | { readonly id: number; readonly error: NguonError }

export interface AlarmComment {
  /** `commented` when not given. */
  readonly kind?: NoteKind
  readonly at: Instant
  readonly by: string
  readonly text: string
}

export interface AlarmAssignment {
  readonly at: Instant
  readonly by: string
  /** The id of who is to answer it, as people are known by; null: nobody in particular. */
  readonly assignee: string | null
  readonly reason?: string
}
