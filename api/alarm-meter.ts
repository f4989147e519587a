import { Counter, Gauge, type Registry as Metrics } from 'prom-client'

import { PRIORITIES, type Priority } from '#domain/alarm/limit.ts'
import { MINUTE, SECOND, type Instant } from '#domain/time.ts'
import type { AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { AlarmBook } from './alarm-book.ts'
import { isWaiting } from './alarm-kpi-view.ts'
import { describeEvents } from './alarm-log.ts'
import { OPEN_PHASES } from './alarm-query.ts'

const EVENTS_PER_PAGE = 1_000
/** A delay ends a few seconds after its time: readings may still be under way. */
const OVERDUE_MIN = MINUTE
const OVERDUE_COUNTED_MAX = 1_000

/** How many alarms there are, and whether those who watch and tell keep up. Made once, asked at each scrape. */
export class AlarmMeter {
  readonly #registry: Registry
  readonly #book: AlarmBook
  readonly #metrics: ReturnType<typeof createMetrics>
  /** Up to here raised alarms are counted; undefined: nobody asked yet. */
  #cursor: number | undefined
  #measuring: Promise<void> | undefined

  constructor(registry: Registry, metrics: Metrics) {
    this.#registry = registry
    this.#book = new AlarmBook(registry)
    this.#metrics = createMetrics(metrics)
  }

  /** Two at once would count twice: the second gets what the first measures. */
  measure(): Promise<void> {
    this.#measuring ??= this.#measure(Date.now())
      .catch((error: unknown) => {
        this.#forget()
        throw error
      })
      .finally(() => (this.#measuring = undefined))
    return this.#measuring
  }

  /** Better no number than one of before. */
  #forget(): void {
    const { open, unacknowledged, silent, overdue, untold } = this.#metrics
    open.reset()
    for (const gauge of [unacknowledged, silent, overdue, untold]) gauge.set(Number.NaN)
  }

  async #measure(now: Instant): Promise<void> {
    await this.#measureOpen()
    await this.#countRaised()
    const { overdue, untold } = this.#metrics
    const until = now - OVERDUE_MIN
    overdue.set((await this.#registry.alarms.listDue(until, OVERDUE_COUNTED_MAX)).length)
    const { events } = await this.#registry.notifications.unread(1)
    const [oldest] = events
    untold.set(oldest === undefined ? 0 : Math.max(0, now - oldest.recordedAt) / SECOND)
  }

  async #measureOpen(): Promise<void> {
    const { alarms } = this.#registry
    const counts = new Map<Priority, number>()
    let [waitingCount, silentCount] = [0, 0]
    const all = listAll<number, AlarmRecord>((page) =>
      alarms.list({ ...page, phases: OPEN_PHASES }),
    )
    for await (const alarm of all) {
      const { priority, silent } = alarm
      if (isWaiting(alarm)) waitingCount++
      if (silent) silentCount++
      else if (priority !== null) counts.set(priority, (counts.get(priority) ?? 0) + 1)
    }
    const { open, unacknowledged, silent } = this.#metrics
    for (const priority of PRIORITIES) open.set({ priority }, counts.get(priority) ?? 0)
    unacknowledged.set(waitingCount)
    silent.set(silentCount)
  }

  /** From the first time that somebody asks on: a counter begins anew with its process. */
  async #countRaised(): Promise<void> {
    const { alarms } = this.#registry
    this.#cursor ??= await alarms.newestEvent()
    while (true) {
      const page = await alarms.history({ after: this.#cursor, limit: EVENTS_PER_PAGE })
      const raised = page.filter(({ kind, silent }) => kind === 'raised' && !silent)
      for (const { priority } of await describeEvents(this.#registry, this.#book, raised)) {
        if (priority !== null) this.#metrics.raised.inc({ priority })
      }
      this.#cursor = page.at(-1)?.id ?? this.#cursor
      if (page.length < EVENTS_PER_PAGE) return
    }
  }
}

function createMetrics(metrics: Metrics) {
  const registers = [metrics]
  const raised = new Counter({
    name: 'nguon_alarm_raised_total',
    help: 'Alarms that were raised and told, by priority',
    labelNames: ['priority'],
    registers,
  })
  for (const priority of PRIORITIES) raised.inc({ priority }, 0)
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  return {
    raised,
    open: new Gauge({
      name: 'nguon_alarm_open',
      help: 'Alarms that are active and not silent, by priority',
      labelNames: ['priority'],
      registers,
    }),
    unacknowledged: gauge('nguon_alarm_unacknowledged', 'Alarms that wait for an answer'),
    silent: gauge(
      'nguon_alarm_silent',
      'Open alarms that are shelved, suppressed or out of service',
    ),
    overdue: gauge('nguon_alarm_overdue', 'Alarms whose delay should have ended a minute ago'),
    untold: gauge(
      'nguon_alarm_untold_age_seconds',
      'Age of the oldest event that the alarms service has not worked through',
    ),
  }
}
