import type { Instant } from '../time.ts'
import { quote, type Parsed } from './parsed.ts'

/** A day of the calendar, `2026-12-31`, wherever on earth it is. */
export type Day = string

/** `2026-12-31` → `261231`. */
export function formatGs1Date(day: Day): string {
  return day.slice(2).replaceAll('-', '')
}

/** `261231` or, for the last day of a month, `261200` → `2026-12-31`. GS1 General Specifications §3.4.2. */
export function parseGs1Date(received: string, now: Instant): Parsed<Day> {
  const [, yy, mm, dd] = /^(\d\d)(\d\d)(\d\d)$/.exec(received) ?? []
  if (yy === undefined || mm === undefined || dd === undefined) return refuseDate(received)
  const [year, month, date] = [toYear(Number(yy), now), Number(mm), Number(dd)]
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  if (month < 1 || month > 12 || date > last) return refuseDate(received)
  const day = String(date === 0 ? last : date).padStart(2, '0')
  return { value: `${year}-${mm}-${day}` }
}

/** Of the years that end so the one nearest to now, at most 49 years back and 50 ahead. GS1 General Specifications §7.12. */
function toYear(yy: number, now: Instant): number {
  const year = new Date(now).getUTCFullYear()
  const century = year - (year % 100)
  const ahead = yy - (year % 100)
  if (ahead > 50) return century - 100 + yy
  return ahead < -49 ? century + 100 + yy : century + yy
}

function refuseDate(received: string): Parsed<Day> {
  const is = quote(received)
  return {
    flaw: {
      vi: `Ngày trong mã GS1 viết NNTTNN (năm, tháng, ngày), ví dụ 261231; nhận được ${is}.`,
      en: `A date in a GS1 code is YYMMDD (year, month, day), such as 261231; received was ${is}.`,
    },
  }
}
