import { DAY, HOUR, MINUTE, type Instant } from '../time.ts'
import { offsetAt, toInstant } from '../zone.ts'

/** What a clock on the wall shows, `06:30`; 24 hours, two digits each. */
export type WallTime = string
export const WALL_TIME_PATTERN = /^([01]\d|2[0-3]):[0-5]\d$/

/** Part of each day by the clock on the wall; `until` is not in it. With `from` later than `until` it goes over midnight. */
export interface DailySpan {
  readonly from: WallTime
  readonly until: WallTime
}

/** Whether the clock in the zone is within the span. With both ends the same it always is. */
export function isWithin({ from, until }: DailySpan, zone: string, at: Instant): boolean {
  const now = timeOfDay(zone, at)
  const [start, end] = [toTime(from), toTime(until)]
  if (start < end) return now >= start && now < end
  return now >= start || now < end
}

/** The first instant at or after `at` when the clock in the zone shows that time. */
export function nextAt(time: WallTime, zone: string, at: Instant): Instant {
  const local = at + offsetAt(zone, at)
  const midnight = Math.floor(local / DAY) * DAY
  const today = toInstant(zone, midnight + toTime(time))
  return today >= at ? today : toInstant(zone, midnight + DAY + toTime(time))
}

/** 1 Monday … 7 Sunday (ISO 8601), by the calendar on the wall. */
export function weekdayOf(zone: string, at: Instant): number {
  const day = Math.floor((at + offsetAt(zone, at)) / DAY)
  // 1970-01-01 was a Thursday.
  return ((day + 3) % 7) + 1
}

function timeOfDay(zone: string, at: Instant): number {
  const local = at + offsetAt(zone, at)
  return local - Math.floor(local / DAY) * DAY
}

export function toTime(time: WallTime): number {
  return Number(time.slice(0, 2)) * HOUR + Number(time.slice(3)) * MINUTE
}
