import type { Text } from '#domain/text.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'

import type { Finding, StayReport } from '../shape.ts'

/** Something is missing, or was not in order. */
export function lacks(code: string, text: Text, item: string | null = null): Finding {
  return { holds: false, code, text, item }
}

export function holds(code: string, text: Text): Finding {
  return { holds: true, code, text, item: null }
}

/** `Lô chuop-07 tại Bể 7`. */
export function writeStay({ item, place, placeName }: StayReport): Text {
  const name = placeName ?? { vi: place, en: place }
  return { vi: `Lô ${item} tại ${name.vi}`, en: `Batch ${item} at ${name.en}` }
}

/** `23/11/2026 07:30`, as the clock on the wall showed. */
export function writeTime(instant: string): string {
  return `${writeDay(instant)} ${instant.slice(11, 16)}`
}

export function writeDay(instant: string): string {
  return instant.slice(0, 10).split('-').toReversed().join('/')
}

/** In the largest unit of which there are two at least. */
export function writeDuration(milliseconds: number): Text {
  const unit = UNITS.find(({ length }) => milliseconds >= 2 * length) ?? MINUTES
  const count = milliseconds / unit.length
  const decimals = count < 10 ? 1 : 0
  return {
    vi: `${writeNumber(count, 'vi', decimals)} ${unit.vi}`,
    en: `${writeNumber(count, 'en', decimals)} ${unit.en}`,
  }
}

const MINUTES = { length: MINUTE, vi: 'phút', en: 'min' }
const UNITS = [
  { length: DAY, vi: 'ngày', en: 'days' },
  { length: HOUR, vi: 'giờ', en: 'h' },
  MINUTES,
]

/** Rounded down where all is not quite all. */
export function writePercent(share: number): Text {
  const percent = Math.floor(share * 1_000) / 10
  return { vi: `${writeNumber(percent, 'vi', 1)} %`, en: `${writeNumber(percent, 'en', 1)} %` }
}

/** `1.234,5` in Vietnamese, `1,234.5` in English. */
export function writeNumber(value: number, language: keyof Text, decimals: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value)
}
