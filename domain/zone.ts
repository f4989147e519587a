import { DAY, HOUR, MINUTE, type Instant } from './time.ts'

/**
 * Arithmetic with time zones, by `Intl` alone. A `local` time is what a wall clock shows, counted as if the clock stood in
 * UTC: milliseconds since 1970-01-01T00:00 on that clock. `offset` = local − instant: 7 h in Asia/Ho_Chi_Minh.
 */
export interface OffsetPeriod {
  readonly from: Instant
  /** Exclusive. */
  readonly until: Instant
  readonly offset: number
}

/** No zone changes its clocks twice within this time and back again; found by looking at both ends. */
const SCAN_STEP = 7 * DAY
/** Since 1972 every change of clocks happened on a quarter of an hour, so an offset holds for the whole quarter. */
const QUARTER = 15 * MINUTE
/** Longer than any difference between two offsets: on the far side of it only one offset is in question. */
const FAR = 2 * DAY

interface Clock {
  readonly format: Intl.DateTimeFormat
  quarter: number
  offset: number
}
/** One per zone that was ever asked for: there are some 600. */
const clocks = new Map<string, Clock>()

/** True for IANA zones (`Asia/Ho_Chi_Minh`, `UTC`) and fixed offsets (`+07:00`). */
export function isZone(zone: string): boolean {
  try {
    return createFormat(zone).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Milliseconds to add to `at` to get what a clock in `zone` shows; negative in the Americas. */
export function offsetAt(zone: string, at: Instant): number {
  const clock = clocks.get(zone) ?? createClock(zone)
  const quarter = Math.floor(at / QUARTER)
  if (quarter !== clock.quarter) {
    clock.offset = parseOffset(clock.format.format(quarter * QUARTER))
    clock.quarter = quarter
  }
  return clock.offset
}

/** The periods of constant offset that make up [from, until), in order. */
export function offsetPeriods(zone: string, from: Instant, until: Instant): OffsetPeriod[] {
  const periods: OffsetPeriod[] = []
  let start = from
  for (let at = from; at < until; at += SCAN_STEP) {
    const next = Math.min(at + SCAN_STEP, until)
    if (offsetAt(zone, at) === offsetAt(zone, next)) continue
    const change = findChange(zone, at, next)
    periods.push({ from: start, until: change, offset: offsetAt(zone, at) })
    start = change
  }
  if (start < until) periods.push({ from: start, until, offset: offsetAt(zone, start) })
  return periods
}

/**
 * The first instant at which the clock shows `local` or later: of an hour that happens twice the first one, of an
 * hour that is skipped the moment of the skip.
 */
export function toInstant(zone: string, local: number): Instant {
  const before = offsetAt(zone, local - FAR)
  const after = offsetAt(zone, local + FAR)
  const early = local - Math.max(before, after)
  const late = local - Math.min(before, after)
  if (early + offsetAt(zone, early) === local) return early
  if (late + offsetAt(zone, late) === local) return late
  return findChange(zone, early, late)
}

/** RFC 3339 with the offset of the zone: `2026-10-01T07:30:00+07:00`; milliseconds only where there are some. */
export function formatInstant(zone: string, at: Instant): string {
  const offset = offsetAt(zone, at)
  const clock = new Date(at + offset).toISOString().slice(0, -1)
  return `${clock.endsWith('.000') ? clock.slice(0, -4) : clock}${formatOffset(offset)}`
}

function createFormat(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
}

function createClock(zone: string): Clock {
  const clock = { format: createFormat(zone), quarter: Number.NaN, offset: 0 }
  clocks.set(zone, clock)
  return clock
}

/** Of `10/1/2026, GMT+07:00`; plain `GMT` is 0. */
function parseOffset(formatted: string): number {
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(formatted)
  if (match === null) return 0
  const [, sign, hours, minutes] = match
  const offset = Number(hours) * HOUR + Number(minutes) * MINUTE
  return sign === '-' ? -offset : offset
}

function formatOffset(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE
  const digits = (count: number) => String(count).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`
}

/** The instant in (low, high] at which the offset of `low` ends. */
function findChange(zone: string, low: Instant, high: Instant): Instant {
  const offset = offsetAt(zone, low)
  let [before, after] = [low, high]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(zone, middle) === offset) before = middle
    else after = middle
  }
  return after
}
