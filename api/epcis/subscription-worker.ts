import type { Logger } from 'pino'

import { HOUR, SECOND, type Instant } from '#domain/time.ts'
import type { TraceStore } from '#store/trace/contract.ts'
import type {
  NamedQuery,
  StoredEvent,
  Subscription,
  SubscriptionState,
} from '#store/trace/events-contract.ts'
import { toNamespaces } from '#trace/epcis/context.ts'
import { toPlain } from '#trace/epcis/json.ts'
import { parseQuery } from '#trace/epcis/parse-query.ts'
import type { EventQuery } from '#trace/epcis/query.ts'

import { postReport } from './post-report.ts'
import { Pulse } from './pulse.ts'
import { createQueryDocument } from './query-document.ts'
import { readSchedule } from './read-schedule.ts'
import { findNext, type Schedule } from './schedule.ts'

const TICK_MS = SECOND
/** Of all queries together. */
export const SUBSCRIPTIONS_MAX = 200
const AT_ONCE = 5
/** Events of one report; what is more follows in the next. */
const REPORT_EVENTS = 100
const PAUSE_MS = SECOND
const PAUSE_MS_MAX = HOUR

/**
 * Tells subscribers. A subscription remembers up to which event it has been told; this moves on only when the subscriber
 * has taken a report, so a report is sent again until it is taken, in the order of recording, and none is lost: the
 * events themselves are what waits. One subscriber that is down holds up no other.
 */
export class SubscriptionWorker implements AsyncDisposable {
  readonly #trace: TraceStore
  readonly #log: Logger
  readonly #zone: string
  readonly #pulse: Pulse
  readonly #ending = new AbortController()

  constructor(trace: TraceStore, log: Logger, zone: string) {
    this.#trace = trace
    this.#log = log
    this.#zone = zone
    this.#pulse = new Pulse(TICK_MS, () => this.#work())
  }

  wake(): void {
    this.#pulse.beat()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    await this.#pulse[Symbol.asyncDispose]()
  }

  async #work(): Promise<void> {
    try {
      const last = await this.#trace.lastEvent()
      const due = await this.#trace.dueSubscriptions(Date.now(), SUBSCRIPTIONS_MAX)
      const open = due.filter(
        (one) => one.reportSeq !== null || one.toldSeq < last || !isStream(one),
      )
      while (open.length > 0 && !this.#pulse.isOver) {
        await Promise.all(open.splice(0, AT_ONCE).map((one) => this.#tell(one, last)))
      }
    } catch (error) {
      this.#log.error({ err: error }, 'subscriptions wait')
    }
  }

  async #tell(subscription: Subscription, last: number): Promise<void> {
    try {
      const query = await this.#trace.namedQuery(subscription.query)
      if (query === undefined) return
      await this.#report(subscription, toEventQuery(query), last)
    } catch (error) {
      this.#log.error({ err: error, subscription: subscription.id }, 'subscription waits')
    }
  }

  async #report(subscription: Subscription, query: EventQuery, last: number): Promise<void> {
    const { id, toldSeq } = subscription
    const upTo = subscription.reportSeq ?? last
    const found = await this.#trace.events(query, {
      limit: REPORT_EVENTS + 1,
      since: toldSeq,
      upTo,
    })
    const events = found.slice(0, REPORT_EVENTS)
    const reportSeq = found.length > events.length ? (events.at(-1)?.seq ?? upTo) : upTo
    if (events.length === 0 && subscription.body['reportIfEmpty'] !== true) {
      await this.#put(id, { ...subscription, ...told(reportSeq), dueAt: this.#next(subscription) })
      return
    }
    // Which events a report has is fixed before it is sent: what is recorded meanwhile is in the next.
    if (subscription.reportSeq !== reportSeq) await this.#put(id, { ...subscription, reportSeq })
    await this.#send({ ...subscription, reportSeq }, { events, isLast: reportSeq >= last })
  }

  async #send(
    subscription: Subscription,
    { events, isLast }: { readonly events: readonly StoredEvent[]; readonly isLast: boolean },
  ): Promise<void> {
    const { id, query: queryName, body, secret, reportSeq, attempts } = subscription
    const document = createQueryDocument(events, {
      queryName,
      subscriptionID: id,
      format: 'Always_GS1_Digital_Link',
    })
    const { signal } = this.#ending
    const failure = await postReport({
      dest: toPlain(body['dest'] ?? ''),
      secret,
      document,
      signal,
    })
    if (signal.aborted && failure !== undefined) return
    if (failure === undefined) {
      const dueAt = isLast ? this.#next(subscription) : Date.now()
      await this.#put(id, { ...subscription, ...told(reportSeq ?? 0), dueAt, toldAt: Date.now() })
      if (!isLast) this.wake()
      return
    }
    // 413: the subscriber asks for less at once (GS1's OpenAPI, callback of subscriptions).
    const half =
      failure.status === 413 && events.length > 1
        ? events[Math.floor(events.length / 2) - 1]
        : undefined
    const pause =
      half === undefined ? Math.min(PAUSE_MS * 2 ** Math.min(attempts, 20), PAUSE_MS_MAX) : 0
    const state = { attempts: attempts + 1, dueAt: Date.now() + pause, error: failure.detail }
    await this.#put(id, { ...subscription, ...state, reportSeq: half?.seq ?? reportSeq })
    this.#log.warn(
      { subscription: id, error: failure.detail, attempts: attempts + 1 },
      'subscriber not told',
    )
  }

  async #put(id: string, state: SubscriptionState): Promise<void> {
    await this.#trace.change((change) => change.putSubscription(id, state))
  }

  /** A stream is due as soon as there is something. */
  #next(subscription: Subscription): Instant {
    const schedule = readSchedule(subscription)
    return schedule === undefined ? Date.now() : nextReport(schedule, this.#zone)
  }
}

/** Never, when no day fits. */
export function nextReport(schedule: Schedule, zone: string): Instant {
  return findNext(schedule, zone, Date.now()) ?? Number.MAX_SAFE_INTEGER
}

function told(
  toldSeq: number,
): Pick<SubscriptionState, 'toldSeq' | 'reportSeq' | 'attempts' | 'error'> {
  return { toldSeq, reportSeq: null, attempts: 0, error: null }
}

function isStream({ body }: Subscription): boolean {
  return body['stream'] === true
}

/** Reports are in the order of recording, whatever the query says of order and count. */
function toEventQuery({ query, extensions }: NamedQuery): EventQuery {
  const parsed = parseQuery(query, toNamespaces([query['@context'] ?? {}, extensions].flat()))
  return { ...parsed, orderBy: 'recordTime', direction: 'ASC' }
}
