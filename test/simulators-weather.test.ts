import { describe, expect, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { instantOf, localDay, localHour } from '#simulators/calendar.ts'
import { HUMIDITY_NORMALS, RAIN_NORMALS, TEMPERATURE_NORMALS } from '#simulators/climate.ts'
import { createWeather, type Air } from '#simulators/weather.ts'

const YEARS = [2021, 2022, 2023, 2024, 2025]
const weather = createWeather(42)

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function startOfMonth(year: number, month: number): number {
  return instantOf(Date.UTC(year, month, 1) / DAY, 0)
}

function airOfMonth(year: number, month: number): { at: number; air: Air }[] {
  const [from, until] = [startOfMonth(year, month), startOfMonth(year, month + 1)]
  const count = Math.floor((until - from) / HOUR)
  return Array.from({ length: count }, (_, i) => from + i * HOUR).map((at) => ({
    at,
    air: weather.airAt(at),
  }))
}

function rainBetween(year: number, fromMonth: number, untilMonth: number): number {
  const total = (month: number) => weather.rain.totalAt(startOfMonth(year, month))
  return total(untilMonth) - total(fromMonth)
}

describe('the weather of Hà Tĩnh', () => {
  test('has the monthly means of its normals over five years', () => {
    for (const [month, normal] of TEMPERATURE_NORMALS.entries()) {
      const air = YEARS.flatMap((year) => airOfMonth(year, month)).map((each) => each.air)
      // Spells of days leave a five-year mean uncertain by 0.4 °C.
      expect(Math.abs(mean(air.map((each) => each.temperature)) - normal)).toBeLessThan(1.4)
      const humidity = mean(air.map((each) => each.relativeHumidity))
      expect(Math.abs(humidity - (HUMIDITY_NORMALS[month] ?? 0))).toBeLessThan(6)
    }
  })

  test('rains 2,500 to 2,900 mm a year, a good half of it from August to November', () => {
    for (const year of YEARS) {
      const annual = rainBetween(year, 0, 12)
      expect(annual).toBeGreaterThan(2_500)
      expect(annual).toBeLessThan(2_900)
      expect(rainBetween(year, 7, 11) / annual).toBeCloseTo(0.54, 1)
    }
    expect(RAIN_NORMALS.reduce((sum, rain) => sum + rain, 0)).toBe(2_700)
  })

  test('brings storms with gusts that break things, between June and November only', () => {
    const months = YEARS.flatMap((year) =>
      Array.from({ length: 12 }, (_, month) => {
        const gusts = airOfMonth(year, month).map(({ air }) => air.windGust)
        return { month, gust: Math.max(...gusts) }
      }),
    )
    const stormy = months.filter(({ gust }) => gust > 20)
    expect(stormy.length).toBeGreaterThan(5)
    expect(stormy.every(({ month }) => month >= 5 && month <= 10)).toBe(true)
    expect(Math.max(...months.map(({ gust }) => gust))).toBeLessThan(45)
  })

  test('has the July day that was measured in Hà Tĩnh city, about its mean', () => {
    // Hour → °C and %, 13,807 samples.
    const measured: [number, number, number][] = [
      [0, 26.4, 84],
      [5, 25.9, 85],
      [9, 29.7, 72],
      [12, 32.3, 62],
      [13, 32.4, 63],
      [16, 31, 72],
      [20, 27.3, 83],
    ]
    const july = YEARS.flatMap((year) => airOfMonth(year, 6))
    const meanTemperature = mean(july.map(({ air }) => air.temperature))
    for (const [hour, temperature, humidity] of measured) {
      const then = july.filter(({ at }) => localHour(at) === hour).map(({ air }) => air)
      const difference = mean(then.map((air) => air.temperature)) - meanTemperature
      expect(Math.abs(difference - (temperature - 28.5))).toBeLessThan(0.7)
      expect(Math.abs(mean(then.map((air) => air.relativeHumidity)) - humidity)).toBeLessThan(8)
    }
  })

  test('stays within what was ever measured there', () => {
    const air = YEARS.flatMap((year) => [0, 3, 6, 9].flatMap((month) => airOfMonth(year, month)))
    const temperatures = air.map((each) => each.air.temperature)
    expect(Math.min(...temperatures)).toBeGreaterThan(6)
    expect(Math.max(...temperatures)).toBeLessThan(42)
    expect(air.every((each) => each.air.dewPoint <= each.air.temperature)).toBe(true)
  })

  test('shines by day only, brightest about noon', () => {
    const days = airOfMonth(2025, 4)
    const night = days.filter(({ at }) => localHour(at) >= 20 || localHour(at) <= 4)
    expect(night.every(({ air }) => air.irradiance === 0)).toBe(true)
    const at = (hour: number) =>
      mean(days.filter((each) => localHour(each.at) === hour).map(({ air }) => air.irradiance))
    expect(at(12)).toBeGreaterThan(at(8))
    expect(at(12)).toBeGreaterThan(at(16))
    expect(Math.max(...days.map(({ air }) => air.irradiance))).toBeLessThan(1_150)
  })

  test('is the same whenever and in whatever order it is asked', () => {
    const instants = Array.from({ length: 200 }, (_, i) => Date.UTC(2025, 8, 1) + i * 47 * MINUTE)
    const forward = instants.map((at) => createWeather(7).airAt(at))
    const again = createWeather(7)
    const backward = instants.toReversed().map((at) => again.airAt(at))
    expect(backward.toReversed()).toEqual(forward)
    expect(createWeather(8).airAt(instants[0] ?? 0)).not.toEqual(forward[0])
  })

  test('counts rain that never falls back, and as much as its rate says', () => {
    const from = instantOf(localDay(Date.UTC(2025, 9, 1)), 0)
    const hours = Array.from({ length: 24 * 20 }, (_, i) => from + i * HOUR)
    for (const at of hours) {
      const fallen = weather.rain.totalAt(at + HOUR) - weather.rain.totalAt(at)
      expect(fallen).toBeGreaterThanOrEqual(0)
      const minutes = Array.from({ length: 60 }, (_, i) =>
        weather.rain.rateAt(at + (i + 0.5) * MINUTE),
      )
      expect(Math.abs(mean(minutes) - fallen)).toBeLessThan(0.1 + fallen / 50)
    }
  })
})
