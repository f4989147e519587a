import type { Day } from '#domain/gs1/date.ts'
import type { Instant } from '#domain/time.ts'
import { formatQuantity } from '#domain/unit-symbol.ts'
import { formatInstant } from '#domain/zone.ts'

import type { Language } from './negotiate.ts'

/** The day that a calendar in the zone shows. */
export function toDay(zone: string, at: Instant): Day {
  return formatInstant(zone, at).slice(0, 10)
}

/** `31/12/2026` in Vietnamese, `31 Dec 2026` in English. */
export function writeDay(day: Day, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    day: '2-digit',
    month: language === 'vi' ? '2-digit' : 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return format.format(new Date(`${day}T00:00:00Z`))
}

export function writeCelsius(value: number, language: Language): string {
  return formatQuantity(value, { unit: 'Cel', decimals: 1 }, language)
}
