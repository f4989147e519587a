import { DAY, type Instant } from '../time.ts'
import { offsetAt, toInstant } from '../zone.ts'
import type { KpiSpan } from './trace.ts'

export interface DayCount {
  /** Midnight in the zone; of the first day it may be before the span. */
  readonly start: Instant
  readonly count: number
}

/** How many instants each day of the span has, days without any among them. */
export function countByDay(
  instants: readonly Instant[],
  { from, until }: KpiSpan,
  zone: string,
): DayCount[] {
  const dayOf = (at: Instant) => Math.floor((at + offsetAt(zone, at)) / DAY)
  const groups = Map.groupBy(instants, dayOf)
  const days: DayCount[] = []
  for (let day = dayOf(from); day <= dayOf(until - 1); day++) {
    days.push({ start: toInstant(zone, day * DAY), count: groups.get(day)?.length ?? 0 })
  }
  return days
}
