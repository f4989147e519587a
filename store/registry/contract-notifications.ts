import type { Priority } from '#domain/alarm/limit.ts'
import type { CancelReason } from '#domain/notification/cancel-reason.ts'
import type { ChannelName, NoticeKind } from '#domain/notification/notice.ts'
import type { Person } from '#domain/notification/person.ts'
import type { Roster } from '#domain/notification/roster.ts'
import type { NotificationRoute } from '#domain/notification/route.ts'
import type { Instant } from '#domain/time.ts'

import type { AlarmEvent } from './contract-alarms.ts'
import type { PageQuery } from './contract.ts'

/**
 * What people set up, whole: who is told, by which routes, who is on duty. With each change what waits to be told is due again, to be
 * looked at by the settings of now.
 */
export interface Settings<Setting extends { readonly id: string }> {
  list(query: PageQuery<string>): Promise<Setting[]>
  get(id: string): Promise<Setting | undefined>
  /** Adds it, or takes the place of the one with its id. Resolves with whether it is new. */
  put(setting: Setting): Promise<boolean>
  /** REGISTRY_NOT_FOUND. */
  remove(id: string): Promise<void>
}
export type People = Settings<Person>
export type Routes = Settings<NotificationRoute>
export type Rosters = Settings<Roster>

/**
 * An alarm asks for an answer, and a route says who is told: the call goes on from step to step until somebody
 * answers or nothing is left to answer.
 */
export interface Call extends NewCall {
  readonly id: number
}
export interface NewCall {
  readonly alarm: number
  /** The event with which it asked. */
  readonly event: number
  readonly route: string
  readonly askedAt: Instant
  /** The step that comes next, and when. */
  readonly step: number
  readonly dueAt: Instant
}

/** Somebody is to be told something at some address. */
export interface NoticeRecord extends NewNotice {
  readonly id: number
  readonly state: 'waiting' | 'in-message' | 'cancelled'
  /** Why it was cancelled; null also where that was before reasons were kept. */
  readonly reason: CancelReason | null
  readonly message: string | null
  /** Of that message; null in lists of what is due. */
  readonly messageState: MessageState | null
}
export interface NewNotice {
  readonly alarm: number
  readonly event: number
  /** '' where no route says so. */
  readonly route: string
  readonly kind: NoticeKind
  readonly step: number
  readonly person: string
  readonly channel: ChannelName
  readonly address: string
  readonly priority: Priority
  readonly madeAt: Instant
  readonly dueAt: Instant
  /** It waits for a digest, and is told also when the alarm is over by then. */
  readonly inDigest: boolean
}

/**
 * `sending`: an attempt is under way, or was when the process ended. `dead`: given up, a manager has to look. `withdrawn`: before it was
 * accepted there was nothing left to say, or a manager has dismissed it.
 */
export type MessageState = 'waiting' | 'sending' | 'accepted' | 'dead' | 'withdrawn'

/** What goes out at once to one person on one channel. The body is written when it is made and never changes. */
export interface MessageRecord {
  readonly key: string
  readonly person: string
  readonly channel: ChannelName
  readonly address: string
  readonly createdAt: Instant
  readonly state: MessageState
  readonly attempts: number
  readonly nextAt: Instant
  readonly error: string | null
  readonly providerId: string | null
  readonly acceptedAt: Instant | null
  /** A `Message` of `alarms/channels/contract.ts` as JSON. */
  readonly body: string
}
export interface NewMessage extends Pick<
  MessageRecord,
  'key' | 'person' | 'channel' | 'address' | 'createdAt' | 'body'
> {
  readonly notices: readonly number[]
}

export type Outcome =
  | { readonly kind: 'accepted'; readonly at: Instant; readonly providerId: string | null }
  | { readonly kind: 'again'; readonly nextAt: Instant; readonly error: string }
  | { readonly kind: 'dead'; readonly error: string }
  | { readonly kind: 'withdrawn' }

/** What came of some events. */
export interface Plan {
  readonly calls: readonly NewCall[]
  /** Alarms that ask no more, or anew: their calls end, and what was not said of them stays unsaid. */
  readonly ended: readonly number[]
  /** Those of them that somebody has answered. */
  readonly answered: readonly number[]
  readonly notices: readonly NewNotice[]
}

export interface MessageQuery extends PageQuery<string> {
  readonly states?: readonly MessageState[]
  readonly person?: string
}

/**
 * Who is told of what, as an outbox: what is to be said is written before anybody is told. Each call is one transaction and several
 * processes may work at once: each step is taken once.
 */
export interface Notifications {
  /** Events of alarms that were not worked through, in order, and the number behind which they come. */
  unread(limit: number): Promise<{ readonly after: number; readonly events: AlarmEvent[] }>
  /** Works through the events behind `after` up to `through`; false: another process was faster and nothing was changed. */
  keepPlan(span: { readonly after: number; readonly through: number }, plan: Plan): Promise<boolean>

  dueCalls(until: Instant, limit: number): Promise<Call[]>
  /** The newest call of a route about an alarm that nobody has answered since. */
  unansweredCall(alarm: number, route: string): Promise<Call | undefined>
  /** The step is taken; null: it was the last. False: another process was faster. */
  keepStep(
    call: Call,
    next: Pick<Call, 'step' | 'dueAt'> | null,
    notices: readonly NewNotice[],
  ): Promise<boolean>

  dueNotices(until: Instant, limit: number): Promise<NoticeRecord[]>
  /** The newest thousand, in order. */
  noticesOf(alarm: number): Promise<NoticeRecord[]>
  noticesIn(message: string): Promise<NoticeRecord[]>
  addNotices(notices: readonly NewNotice[]): Promise<void>
  cancel(notices: readonly number[], reason: CancelReason): Promise<void>
  /** They wait until then. */
  hold(notices: readonly number[], dueAt: Instant): Promise<void>
  /** They wait until then, and are told also when the alarm is over by then. */
  postpone(notices: readonly number[], dueAt: Instant): Promise<void>
  /** Makes messages of notices that still wait; the others are left out, and one of which none is left is not made. */
  compose(messages: readonly NewMessage[]): Promise<void>
  /** How many were made for the person on the channel within a time. */
  countMessages(
    to: Pick<MessageRecord, 'person' | 'channel'>,
    within: { readonly from: Instant; readonly until: Instant },
  ): Promise<number>

  /** Takes messages that are due, for so long; those whose taker has not said by then what came of them are due again. */
  claim(claim: Claim): Promise<MessageRecord[]>
  /** What was accepted stays accepted. Of a step of which no message is left alive the next is due at once (`at`). */
  settle(key: string, outcome: Outcome, at: Instant): Promise<void>
  /** Of those that are not settled, per channel. */
  backlog(): Promise<Backlog[]>
  /** By key; keys are in the order of their making. */
  messages(query: MessageQuery): Promise<MessageRecord[]>
  /** A dead one is due at once, as if it had been made at `at`; REGISTRY_CONFLICT when it is not dead. */
  revive(key: string, at: Instant): Promise<MessageRecord>
  /** A dead one is withdrawn; REGISTRY_CONFLICT when it is not dead. */
  dismiss(key: string): Promise<MessageRecord>
  /**
   * Removes calls, notices and messages that were over before then, the oldest first and at most so many of each. What was told of an
   * alarm that is not over stays, as does what waits, what was given up and nobody has looked at, and alarms and their events.
   * Resolves with how many it removed.
   */
  prune(endedBefore: Instant, limit: number): Promise<number>
}
export interface Claim {
  readonly channel: ChannelName
  readonly at: Instant
  readonly until: Instant
  readonly limit: number
}
export interface Backlog {
  readonly channel: ChannelName
  readonly state: Exclude<MessageState, 'accepted' | 'withdrawn'>
  readonly count: number
  readonly oldestAt: Instant
}
