import { DAY } from '#domain/time.ts'
import type { Window } from '#store/readings/contract.ts'

import type { Condition } from './condition-shape.ts'
import { longestGapOf, shareOf, type ConditionCoverage } from './coverage.ts'

/** ΔH / R, kelvin, with ΔH = 83.144 kJ/mol (USP <1079.2>). */
const ACTIVATION_KELVIN = 10_000
const ZERO_CELSIUS_KELVIN = 273.15

/** With more missing, what is known says little of what was. */
export const SHARE_MIN = 0.9
export const GAP_MAX = DAY

/** The constant temperature that would have aged goods as much (Haynes 1971; USP <1079.2>), from hourly means; only where enough of them is known. */
export function describeKinetic(
  hours: readonly Window[],
  coverage: ConditionCoverage | null,
): Condition['kinetic'] {
  const whyNot = findWhyNot(hours, coverage)
  return whyNot === undefined
    ? { celsius: findKinetic(hours), whyNot: null }
    : { celsius: null, whyNot }
}

function findWhyNot(hours: readonly Window[], coverage: ConditionCoverage | null) {
  if (hours.length === 0) return { vi: 'không có số liệu', en: 'there are no readings' }
  if (coverage === null) {
    return {
      vi: 'không biết kênh phải gửi bao lâu một lần, nên không biết thiếu bao nhiêu',
      en: 'how often the channel should report is not known, nor how much is missing',
    }
  }
  if (shareOf(coverage) < SHARE_MIN) {
    const percent = SHARE_MIN * 100
    return {
      vi: `nhận được dưới ${percent} % số liệu phải có`,
      en: `less than ${percent} % of what was expected came`,
    }
  }
  if (longestGapOf(coverage) <= GAP_MAX) return undefined
  return { vi: 'có lần mất số liệu quá một ngày', en: 'readings are missing for more than a day' }
}

function findKinetic(hours: readonly Window[]): number {
  const rate = hours.reduce((sum, { mean }) => sum + rateAt(mean ?? 0), 0) / hours.length
  return ACTIVATION_KELVIN / -Math.log(rate) - ZERO_CELSIUS_KELVIN
}

function rateAt(celsius: number): number {
  return Math.exp(-ACTIVATION_KELVIN / (celsius + ZERO_CELSIUS_KELVIN))
}
