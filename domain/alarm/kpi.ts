import type { Instant } from '../time.ts'
import { foldName } from '../who.ts'
import { findFloods, findPeak, type Flood } from './floods.ts'
import { PRIORITIES, type Priority } from './limit.ts'
import { toSpread, type Spread } from './spread.ts'
import { AlarmTrace, type KpiEvent, type KpiSpan, type QuietAlarm } from './trace.ts'

/**
 * How well the alarm system works, after ISA-18.2 (monitoring and assessment) and EEMUA 191. Time is that of the events.
 * What is silent is told to nobody and does not count as announced.
 */
export interface AlarmKpis {
  /** Times that somebody was to be told: raised, worsened, asked again. */
  readonly announcedAt: readonly Instant[]
  /** Announcements by the priority of that moment. */
  readonly priorities: Readonly<Record<Priority, number>>
  /** The most that came within ten minutes. */
  readonly peakCount: number
  readonly floods: readonly Flood[]
  /** From the first announcement that nobody had answered to the answer. */
  readonly toAcknowledge: Spread | undefined
  /** Of these answers, how many came as soon as the limit asks for. */
  readonly inTimeCount: number
  /** From raised to cleared. */
  readonly toClear: Spread | undefined
  /** Raised and back in order before anybody could have done something, and nobody had answered. */
  readonly fleetingCount: number
  readonly people: readonly PersonKpis[]
  /** Alarms that were announced or are stale, those that were announced most often first. */
  readonly alarms: readonly AlarmShare[]
  /** Active at the end, and not silent. */
  readonly standingCount: number
}

export interface PersonKpis {
  /** As it was written first. */
  readonly by: string
  readonly toAcknowledge: Spread
}

export interface AlarmShare {
  readonly alarm: number
  readonly announcedCount: number
  /** Raised again and again. */
  readonly isChattering: boolean
  /** Standing at the end for longer than a day. */
  readonly isStale: boolean
}

/**
 * Takes in events in the order in which they were written, from STALE_MIN before the end of the span or earlier, and keeps
 * what the measures need of them: some numbers of each alarm and of each announcement.
 */
export class AlarmTally {
  readonly #span: KpiSpan
  readonly #traces = new Map<number, AlarmTrace>()
  #announcedCount = 0

  constructor(span: KpiSpan) {
    this.#span = span
  }

  /** So many were announced up to now: what memory grows with. */
  get announcedCount(): number {
    return this.#announcedCount
  }

  take(event: KpiEvent): void {
    const trace = this.#traces.get(event.alarm) ?? new AlarmTrace(event.alarm, this.#span)
    this.#traces.set(event.alarm, trace)
    if (trace.take(event)) this.#announcedCount++
  }

  /** `quiet`: the others, those that were seen may be among them. */
  finish(quiet: Iterable<QuietAlarm>): AlarmKpis {
    const traces = [...this.#traces.values()]
    for (const alarm of quiet) {
      if (!this.#traces.has(alarm.id)) traces.push(AlarmTrace.ofQuiet(alarm, this.#span))
    }
    return toKpis(traces, this.#span)
  }
}

function toKpis(traces: readonly AlarmTrace[], { until }: KpiSpan): AlarmKpis {
  const announced = traces.flatMap((trace) => trace.announced)
  const announcedAt = announced.map(({ at }) => at).toSorted((a, b) => a - b)
  const answers = traces.flatMap((trace) => trace.answers)
  return {
    announcedAt,
    priorities: countPriorities(announced),
    peakCount: findPeak(announcedAt),
    floods: findFloods(announcedAt, until),
    toAcknowledge: toSpread(answers.map(({ after }) => after)),
    inTimeCount: answers.filter(({ isInTime }) => isInTime).length,
    toClear: toSpread(traces.flatMap((trace) => trace.lives)),
    fleetingCount: traces.reduce((sum, trace) => sum + trace.fleetingCount, 0),
    people: toPeople(answers),
    alarms: toShares(traces),
    standingCount: traces.filter((trace) => trace.isStanding).length,
  }
}

function countPriorities(announced: readonly { readonly priority: Priority | null }[]) {
  const counts = { low: 0, medium: 0, high: 0, urgent: 0 } satisfies Record<Priority, number>
  for (const { priority } of announced) {
    const known = PRIORITIES.find((one) => one === priority)
    if (known !== undefined) counts[known]++
  }
  return counts
}

function toPeople(answers: AlarmTrace['answers']): PersonKpis[] {
  const groups = Map.groupBy(answers, ({ by }) => foldName(by))
  const people = [...groups.values()].flatMap((own) => {
    const by = own[0]?.by ?? ''
    const toAcknowledge = toSpread(own.map(({ after }) => after))
    return toAcknowledge === undefined ? [] : [{ by, toAcknowledge }]
  })
  const count = (person: PersonKpis) => person.toAcknowledge.count
  return people.toSorted((a, b) => count(b) - count(a) || compareText(a.by, b.by))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function toShares(traces: readonly AlarmTrace[]): AlarmShare[] {
  return traces
    .map(({ alarm, announced, isChattering, isStale }) => {
      return { alarm, announcedCount: announced.length, isChattering, isStale }
    })
    .filter(({ announcedCount, isStale }) => announcedCount > 0 || isStale)
    .toSorted((a, b) => b.announcedCount - a.announcedCount || a.alarm - b.alarm)
}
