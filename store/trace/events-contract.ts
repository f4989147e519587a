import type { Instant } from '#domain/time.ts'
import type { EpcisEvent } from '#trace/epcis/event.ts'
import type { Json, JsonObject } from '#trace/epcis/json.ts'
import type { PreparedEvent } from '#trace/epcis/prepare.ts'
import type { EventQuery } from '#trace/epcis/query.ts'

import type { PageQuery } from '../registry/contract.ts'
import type { Recorded } from './contract.ts'

/** An event as it was captured. */
export interface StoredEvent {
  /** In the order of recording. */
  readonly seq: number
  readonly recordedAt: Instant
  readonly eventAt: Instant
  /** It had not happened yet when it was recorded. */
  readonly isAhead: boolean
  readonly event: EpcisEvent
  /** What explains its names, but for GS1's own context. */
  readonly context: readonly Json[]
}

/** What became of an event that was handed in. */
export type Appended =
  | { readonly kind: 'appended'; readonly event: StoredEvent }
  /** The same event is there already. */
  | { readonly kind: 'known'; readonly id: string }
  /** Another event has its id: it is not taken. `reason` says what differs. */
  | { readonly kind: 'conflict'; readonly id: string; readonly reason: string }

export interface EventReads {
  /** Events in the order of the query; nothing of them ever changes. */
  events(query: EventQuery, page: EventPage): Promise<StoredEvent[]>
  /** How many, but not more than `limit`. */
  countEvents(query: EventQuery, limit: number): Promise<number>
  /** All that have the id: the event, and what declares it to be wrong. */
  eventsOf(id: string): Promise<StoredEvent[]>
  /** Number of the newest event; 0: there is none. */
  lastEvent(): Promise<number>
  /** Number of the last event that was recorded before an instant; 0: there is none. */
  lastEventBefore(at: Instant): Promise<number>
  /** Values that events have, in order, behind `after`. */
  valuesOf(what: ValueName, page: PageQuery<string>): Promise<string[]>
  hasValue(what: ValueName, value: string): Promise<boolean>
  captureJob(id: string): Promise<CaptureJob | undefined>
  /** The newest first. */
  captureJobs(page: PageQuery<number>): Promise<CaptureJob[]>
  /** The oldest job that is not done. */
  nextCapture(): Promise<PendingCapture | undefined>
  namedQuery(name: string): Promise<NamedQuery | undefined>
  namedQueries(page: PageQuery<string>): Promise<NamedQuery[]>
  subscription(id: string): Promise<Subscription | undefined>
  subscriptions(query: string, page: PageQuery<string>): Promise<Subscription[]>
  /** Of which something is to be done, the longest due first. */
  dueSubscriptions(until: Instant, limit: number): Promise<Subscription[]>
  isRevoked(tokenHash: string): Promise<boolean>
}

export interface EventChanges {
  /**
   * Each in turn; of an event that is refused nothing is written, and the others are. All of them have the record time
   * `by.at`. Whoever wants all or nothing throws on a conflict.
   */
  appendEvents(events: readonly PreparedEvent[], by: Recorded): Promise<Appended[]>
  addCapture(job: NewCapture): Promise<void>
  finishCapture(id: string, end: CaptureEnd): Promise<void>
  /** False: the name is taken. */
  addQuery(query: NamedQuery): Promise<boolean>
  /** With its subscriptions. False: there is none. */
  removeQuery(name: string): Promise<boolean>
  addSubscription(subscription: Subscription): Promise<void>
  putSubscription(id: string, state: SubscriptionState): Promise<void>
  removeSubscription(id: string): Promise<boolean>
  /** Remembered until then. */
  revokeToken(tokenHash: string, until: Instant): Promise<void>
}

export interface EventPage {
  readonly limit: number
  /** Behind this event. */
  readonly after?: Pick<StoredEvent, 'seq' | 'eventAt'>
  /** Only events up to this one, so that what comes while somebody reads changes no page. */
  readonly upTo?: number
  /** Only events behind this one. */
  readonly since?: number
}

export const VALUE_NAMES = [
  'type',
  'bizStep',
  'disposition',
  'readPoint',
  'bizLocation',
  'epc',
] as const
export type ValueName = (typeof VALUE_NAMES)[number]

export type CaptureBehaviour = 'rollback' | 'proceed'

export interface CaptureJob {
  readonly seq: number
  readonly id: string
  readonly createdAt: Instant
  readonly finishedAt: Instant | null
  readonly behaviour: CaptureBehaviour
  readonly success: boolean
  readonly errors: readonly JsonObject[]
}
export interface NewCapture {
  readonly id: string
  readonly createdAt: Instant
  readonly behaviour: CaptureBehaviour
  /** JSON text. */
  readonly document: string
}
export type PendingCapture = NewCapture
export interface CaptureEnd {
  readonly finishedAt: Instant
  readonly success: boolean
  readonly errors: readonly JsonObject[]
}

export interface NamedQuery {
  readonly name: string
  readonly query: JsonObject
  /** What prefixes in it stand for. */
  readonly extensions: Readonly<Record<string, string>>
  readonly createdAt: Instant
}

export interface Subscription extends SubscriptionState {
  readonly id: string
  readonly query: string
  /** As it was asked for, without the secret. */
  readonly body: JsonObject
  readonly secret: string | null
  readonly createdAt: Instant
}
export interface SubscriptionState {
  /** Events up to this one have been told. */
  readonly toldSeq: number
  /** Events up to this one are on their way; null: nothing is. */
  readonly reportSeq: number | null
  readonly attempts: number
  readonly dueAt: Instant
  readonly toldAt: Instant | null
  /** Why the last report was not taken. */
  readonly error: string | null
}
