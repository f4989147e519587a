import { DAY, HOUR, type Instant } from '#domain/time.ts'

/** Vietnam has one zone, UTC+7, without daylight saving time. */
const LOCAL_OFFSET = 7 * HOUR

/** Hours since local midnight, with fraction. */
export function localHour(at: Instant): number {
  return modulo(at + LOCAL_OFFSET, DAY) / HOUR
}

/** Local days since 1970-01-01. */
export function localDay(at: Instant): number {
  return Math.floor((at + LOCAL_OFFSET) / DAY)
}

/** The instant of a local hour on a local day. */
export function instantOf(day: number, hour: number): Instant {
  return day * DAY - LOCAL_OFFSET + hour * HOUR
}

/** 0 = Sunday. */
export function weekday(day: number): number {
  return modulo(day + 4, 7)
}

/** Months since January of year 0, so that `month % 12` is the month of the year. */
export function monthOf(day: number): number {
  const date = new Date(day * DAY)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

export function firstDayOf(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY
}

/** The last local day up to `day` that is `daysAfterNewYear` days after a 1 January. */
export function lastAnniversary(day: number, daysAfterNewYear: number): number {
  const year = new Date(day * DAY).getUTCFullYear()
  const thisYear = Date.UTC(year, 0, 1) / DAY + daysAfterNewYear
  return thisYear <= day ? thisYear : Date.UTC(year - 1, 0, 1) / DAY + daysAfterNewYear
}

/** Years that have passed since the last New Year, 0 to 1. */
export function yearFraction(at: Instant): number {
  return modulo(at / DAY / 365.2425, 1)
}

export function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
