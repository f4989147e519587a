import { DAY } from '#domain/time.ts'

const MONTH = 30.44 * DAY

/** Real vats ripen about half as fast as the laboratory's: 12 to 18 months untreated. */
const VAT_RATE_SCALE = 0.5

/**
 * Total nitrogen, g/L, of anchovy and salt 3:1 after so many months at 30 °C: a Hill curve through an eight-month study
 * (9.75 g/L at month 1, 33.1 at month 5, then a plateau).
 */
export function totalNitrogen(monthsAt30Celsius: number): number {
  const ripened = monthsAt30Celsius ** 2.12
  return (36 * ripened) / (1.6 ** 2.12 + ripened)
}

/** Months at 30 °C that `duration` milliseconds at `temperature` are worth to the enzymes, assuming Q10 = 2. */
export function thermalMonths(temperature: number, duration: number): number {
  return (2 ** ((temperature - 30) / 10) * duration) / MONTH
}

/** The same in a vat of the village. */
export function vatThermalMonths(temperature: number, duration: number): number {
  return VAT_RATE_SCALE * thermalMonths(temperature, duration)
}
