import { setTimeout as sleep } from 'node:timers/promises'

import type { Logger } from 'pino'
import type { Registry as Registers } from 'prom-client'

import { NguonError, toMessage } from '#domain/error.ts'
import type { ChannelName } from '#domain/notification/notice.ts'
import { MINUTE, SECOND, type Instant } from '#domain/time.ts'
import type { Service } from '#service/run-service.ts'
import type { Health } from '#service/status-listener.ts'
import type { MessageRecord, Outcome } from '#store/registry/contract-notifications.ts'
import type { Registry } from '#store/registry/contract.ts'

import { readBacklog } from './backlog.ts'
import { callPeople, CALLS_MAX } from './call.ts'
import type { Channel } from './channels/contract.ts'
import { compose } from './compose.ts'
import { Delivery } from './deliver.ts'
import { Facts } from './facts.ts'
import { EVENTS_MAX, follow } from './follow.ts'
import { createMetrics, type AlarmMetrics } from './metrics.ts'
import { Pruning } from './pruning.ts'
import { readSirenStates } from './siren/read-states.ts'
import type { Siren } from './siren/siren.ts'
import type { Links } from './write-notice.ts'

export interface AlarmsOptions {
  readonly registry: Registry
  readonly channels: ReadonlyMap<ChannelName, Channel>
  /** Hears what is open at each place. */
  readonly siren?: Pick<Siren, 'show'>
  readonly linkKey: string
  /** Where people reach the API, as it is now. */
  readonly findBaseUrl: () => Promise<string>
  readonly log: Logger
  readonly metrics: Registers
  /** For how long it is kept who was told of what is over, milliseconds; null: for ever. */
  readonly retention: number | null
  /** Default: the clock of the machine. */
  readonly clock?: () => Instant
}

/** Rest when there was nothing to do, milliseconds. */
const REST_MS = 150
const TROUBLE_REST_MS = SECOND
/** A place that is new, or a limit with another name, is heard of so much later at most. */
const SIREN_EVERY = MINUTE

/**
 * Tells people of alarms until it is closed; closes nothing but itself. Turn by turn: what happened to alarms
 * (`follow`), whom it concerns now (`callPeople`), what they are told (`compose`), and on its way (`Delivery`). Each step
 * reads what is written and writes what came of it, so it goes on after a crash where it was.
 */
export function openAlarms(options: AlarmsOptions): Service {
  return new Alarms(options)
}

class Alarms implements Service {
  readonly addresses = {}
  readonly #options: AlarmsOptions
  readonly #metrics: AlarmMetrics
  readonly #clock: () => Instant
  readonly #delivery: Delivery
  readonly #pruning: Pruning
  readonly #stop = new AbortController()
  readonly #running: Promise<void>
  #trouble: string | undefined
  #shownAt: Instant = -Infinity

  constructor(options: AlarmsOptions) {
    const { registry, channels, metrics, retention, clock = Date.now } = options
    const { notifications, people, alarms } = registry
    this.#options = options
    this.#clock = clock
    this.#metrics = createMetrics(metrics, () => notifications.backlog())
    const onSettled = (message: MessageRecord, outcome: Outcome) => this.#note(message, outcome)
    this.#delivery = new Delivery({ channels, notifications, people, alarms, clock, onSettled })
    this.#pruning = new Pruning({ notifications, retention })
    this.#running = this.#run()
  }

  async health(): Promise<Health> {
    const { notifications } = this.#options.registry
    return await readBacklog(notifications, this.#trouble, this.#clock())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#running
    await this.#delivery[Symbol.asyncDispose]()
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      const rest = await this.#tryTurn()
      await sleep(rest, undefined, { signal }).catch(() => {})
    }
  }

  /** What cannot be read or written now can be later: nothing is lost, people are told later. */
  async #tryTurn(): Promise<number> {
    try {
      const count = await this.#turn()
      this.#trouble = undefined
      return count > 0 ? 0 : REST_MS
    } catch (error) {
      if (!(error instanceof NguonError)) throw error
      const message = toMessage(error)
      if (this.#trouble !== message) this.#options.log.warn({ err: error }, 'cannot go on for now')
      this.#trouble = message
      return TROUBLE_REST_MS
    }
  }

  async #turn(): Promise<number> {
    const { registry, log } = this.#options
    const { notifications } = registry
    const now = this.#clock()
    const facts = new Facts(registry)
    const { events, unrouted } = await follow(notifications, facts, now)
    if (events > 0 || now - this.#shownAt >= SIREN_EVERY) await this.#showSiren(now)
    const { calls, unheard } = await callPeople(notifications, facts, now)
    this.#metrics.events.inc(events)
    this.#metrics.unheard.inc(unheard.length + unrouted.length)
    for (const alarm of [...unrouted, ...unheard])
      log.warn(
        { alarm },
        'nobody to tell of an alarm; /api/v1/notification-routes says who is told',
      )
    const findLinks = () => this.#findLinks()
    // A flood is taken in whole before anybody is told of it: one message then and not many.
    const isFlood = events >= EVENTS_MAX || calls >= CALLS_MAX
    const notices = isFlood ? 0 : await compose({ notifications, facts, findLinks, now })
    await this.#delivery.pump(now)
    const done = events + calls + notices
    return done === 0 ? await this.#pruning.tick(now) : done
  }

  async #showSiren(now: Instant): Promise<void> {
    const { registry, siren } = this.#options
    siren?.show(await readSirenStates(registry, now))
    this.#shownAt = now
  }

  async #findLinks(): Promise<Links> {
    const { linkKey: key, findBaseUrl } = this.#options
    return { key, baseUrl: await findBaseUrl() }
  }

  #note(message: MessageRecord, outcome: Outcome): void {
    this.#metrics.countAttempt(message, outcome)
    if (outcome.kind === 'accepted' || outcome.kind === 'withdrawn') return
    const { key, channel, attempts } = message
    const facts = { key, channel, attempts, error: outcome.error }
    if (outcome.kind === 'dead') this.#options.log.error(facts, 'a message was given up')
    else if (attempts === 1) this.#options.log.warn(facts, 'a message was not accepted yet')
  }
}
