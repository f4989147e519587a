import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { DAY, HOUR } from '#domain/time.ts'

import type { Raised } from './alarm-year-device.ts'
import type { Injected } from './alarm-year-plan.ts'

/** An alarm and what is true count as the same when they are no farther apart. */
const APART_MAX = HOUR
/** A trouble that has passed may still show for so long. */
const TRACE_MAX = DAY

export interface Year {
  /** What the sensors said. */
  readonly said: readonly Raised[]
  /** What would have been raised had no sensor lied. */
  readonly true: readonly Raised[]
  readonly injected: readonly Injected[]
}

export interface LimitScore {
  readonly limit: string
  readonly alarmCount: number
  readonly trueCount: number
  /** Raised while something was wrong with the place; the others are weather, and how the place is run. */
  readonly troubleCount: number
  /** True, and nobody was under way to the same place for the same reason. */
  readonly neededCount: number
  /** What was true, and how much of it was raised. */
  readonly conditionCount: number
  readonly foundCount: number
  /** False alarms, by the fault of the sensor that made them. */
  readonly falseBy: ReadonlyMap<string, number>
}

export function scoreLimit({ id, measure }: AlarmLimit, year: Year): LimitScore {
  const said = year.said.filter(({ limit }) => limit.id === id)
  // A value that stands still is true of the sensor, whatever the place is like.
  const conditions: readonly Condition[] =
    measure.kind === 'unchanged'
      ? year.injected.filter(({ kind }) => kind === 'stuck')
      : year.true.filter(({ limit }) => limit.id === id)
  const right = said.filter((one) => conditions.some((condition) => isSame(one, condition)))
  const wrong = said.filter((one) => !right.includes(one))
  return {
    limit: id,
    alarmCount: said.length,
    trueCount: right.length,
    troubleCount: said.filter((one) => isOfTrouble(one, year.injected)).length,
    neededCount: right.filter((one) => isNews(one, said)).length,
    conditionCount: conditions.length,
    foundCount: conditions.filter((condition) => said.some((one) => isSame(one, condition))).length,
    falseBy: countBy(wrong, (one) => findFault(one, year.injected)),
  }
}

export function addScores(scores: readonly LimitScore[]): LimitScore {
  const sum = (of: (score: LimitScore) => number) =>
    scores.reduce((total, one) => total + of(one), 0)
  return {
    limit: 'all',
    alarmCount: sum((one) => one.alarmCount),
    trueCount: sum((one) => one.trueCount),
    troubleCount: sum((one) => one.troubleCount),
    neededCount: sum((one) => one.neededCount),
    conditionCount: sum((one) => one.conditionCount),
    foundCount: sum((one) => one.foundCount),
    falseBy: new Map(),
  }
}

export interface TroubleScore {
  readonly kind: string
  readonly count: number
  readonly foundCount: number
  /** From its beginning until there is an alarm, of those that were found, milliseconds; the middle one. */
  readonly delay: number | undefined
}

/** Whether anything was raised at all while something was wrong. */
export function scoreTroubles({ said, injected }: Year): TroubleScore[] {
  const kinds = Map.groupBy(
    injected.filter(({ what }) => what === 'trouble'),
    ({ kind }) => kind,
  )
  return [...kinds].map(([kind, all]) => {
    const delays = all.flatMap((one) => findDelay(one, said) ?? []).toSorted((a, b) => a - b)
    const delay = delays[Math.floor(delays.length / 2)]
    return { kind, count: all.length, foundCount: delays.length, delay }
  })
}

/** One that was there already tells of it, too: somebody is under way. */
function findDelay(trouble: Injected, said: readonly Raised[]): number | undefined {
  const { from, until } = trouble
  const instants = said
    .filter((one) => concerns(trouble, one) && (one.until ?? Infinity) > from)
    .map((one) => Math.max(from, one.raisedAt ?? one.from))
  const first = Math.min(...instants)
  return first <= until + TRACE_MAX ? first - from : undefined
}

function concerns({ device, channels }: Injected, one: Raised): boolean {
  return one.device === device && channels.some((begin) => one.channel.startsWith(begin))
}

function isOfTrouble(one: Raised, injected: readonly Injected[]): boolean {
  return injected.some((each) => {
    if (each.what !== 'trouble' || !concerns(each, one)) return false
    return one.from <= each.until + TRACE_MAX && (one.until ?? Infinity) >= each.from
  })
}

interface Condition {
  readonly device: string
  readonly channel?: string
  readonly from: number
  readonly until: number | null
}

function isSame(one: Raised, { device, channel, from, until }: Condition): boolean {
  if (one.device !== device || (channel !== undefined && one.channel !== channel)) return false
  const [end, other] = [one.until ?? Infinity, until ?? Infinity]
  return one.from <= other + APART_MAX && from <= end + APART_MAX
}

/** Several channels of a place, or one that comes back soon, are answered once. */
function isNews(one: Raised, said: readonly Raised[]): boolean {
  const at = one.raisedAt ?? one.from
  return !said.some((other) => {
    const before = other.raisedAt ?? other.from
    const isEarlier = before < at || (before === at && other.channel < one.channel)
    return other.place === one.place && isEarlier && at - before <= one.limit.timeToRespond
  })
}

function findFault(one: Raised, injected: readonly Injected[]): string {
  const own = injected.find(
    (each) =>
      each.what === 'fault' &&
      isSame(one, { device: each.device, from: each.from, until: each.until }),
  )
  return own?.kind ?? 'none that was injected'
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}
