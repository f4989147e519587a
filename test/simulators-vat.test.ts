import { describe, expect, test } from 'vitest'

import { DAY, HOUR } from '#domain/time.ts'
import { instantOf } from '#simulators/calendar.ts'
import { thermalMonths, totalNitrogen } from '#simulators/nitrogen.ts'
import { advanceVat, fillVat, VAT_STEP } from '#simulators/vat-physics.ts'
import { createVat, createVatTrajectory } from '#simulators/vat.ts'
import { createWeather } from '#simulators/weather.ts'

const weather = createWeather(3)
const JULY = instantOf(Date.UTC(2025, 6, 1) / DAY, 0)
const JANUARY = instantOf(Date.UTC(2025, 0, 1) / DAY, 0)

function steps(from: number, until: number): number[] {
  return Array.from({ length: (until - from) / VAT_STEP }, (_, i) => from + i * VAT_STEP)
}

function swing(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values)
}

describe('a vat', () => {
  test('swings by at most half a degree in a day of steady weather when it is neither pumped nor open', () => {
    let state = fillVat(28)
    const temperatures = steps(JULY, JULY + DAY).map((at) => {
      const hours = (at - JULY) / HOUR
      const air = {
        ...weather.airAt(at),
        temperature: 28 + 3.25 * Math.sin((hours * Math.PI) / 12),
      }
      state = advanceVat(state, air, { pump: false, lid: false })
      return state.temperature
    })
    expect(swing(temperatures)).toBeLessThan(0.5)
    expect(swing(temperatures)).toBeGreaterThan(0.1)
  })

  test('follows the air with a time constant of three to five days', () => {
    let state = fillVat(40)
    const temperatures = steps(JULY, JULY + 10 * DAY).map((at) => {
      const air = { ...weather.airAt(at), temperature: 20 }
      state = advanceVat(state, air, { pump: false, lid: false })
      return state.temperature
    })
    const isBelowOneOverE = (temperature: number) => temperature < 20 + 20 / Math.E
    const days = (temperatures.findIndex(isBelowOneOverE) * VAT_STEP) / DAY
    expect(days).toBeGreaterThan(3)
    expect(days).toBeLessThan(5)
  })

  test('is warmed by its collector to where enzymes work best, and never cooks', () => {
    const stateAt = createVatTrajectory(1, 5, weather)
    const summer = steps(JULY, JULY + 30 * DAY).map((at) => stateAt(at).temperature)
    expect(summer.at(-1)).toBeGreaterThan(33)
    expect(Math.max(...summer)).toBeLessThan(45)
    const winter = steps(JANUARY, JANUARY + 20 * DAY).map((at) => stateAt(at).temperature)
    expect(Math.min(...winter)).toBeGreaterThan(15)
  })

  test('runs its pump in the sun: the brine comes out of the collector warmer than it went in', () => {
    const vat = createVat(1, 5, weather)
    const running = steps(JULY, JULY + 10 * DAY)
      .filter((at) => weather.airAt(at).irradiance > 600)
      .map((at) => vat(at + VAT_STEP))
      .filter(({ pump }) => pump === 1)
    expect(running.length).toBeGreaterThan(50)
    for (const values of running) {
      const gain =
        Number(values['temperature/collector-out']) - Number(values['temperature/collector-in'])
      expect(gain).toBeGreaterThan(1)
    }
  })

  test('is stirred every day, whatever the weather', () => {
    const vat = createVat(1, 9, weather)
    for (let day = 0; day < 60; day++) {
      const from = JANUARY + day * DAY
      const pumped = steps(from, from + DAY).some((at) => vat(at)['pump'] === 1)
      expect(pumped).toBe(true)
    }
  })

  test('keeps its brine about 25 °Bé and its level near the brim', () => {
    const vat = createVat(1, 11, weather)
    const days = Array.from({ length: 365 }, (_, day) => vat(JANUARY + day * DAY))
    for (const { 'brine-density': density, level } of days) {
      expect(Number(density)).toBeGreaterThan(1.17)
      expect(Number(density)).toBeLessThan(1.235)
      expect(Number(level)).toBeGreaterThan(1_400)
      expect(Number(level)).toBeLessThan(1_600)
    }
  })

  test('ripens faster in a warm vat, and its nitrogen only rises until it is emptied', () => {
    const stateAt = createVatTrajectory(1, 3, weather)
    const filled = instantOf(Date.UTC(2025, 0, 1) / DAY + 95 + 6, 0)
    const months = Array.from({ length: 11 }, (_, i) =>
      totalNitrogen(stateAt(filled + i * 30 * DAY).ripeness),
    )
    expect(months[0]).toBe(0)
    expect(months).toEqual(months.toSorted((a, b) => a - b))
    expect(months.at(-1)).toBeGreaterThan(20)
    expect(months.at(-1)).toBeLessThan(36)
    expect(thermalMonths(40, DAY)).toBeCloseTo(2 * thermalMonths(30, DAY))
  })

  test('continues the same curve after a restart', () => {
    const [first, restarted] = [createVat(1, 7, weather), createVat(1, 7, createWeather(3))]
    for (const at of steps(JULY, JULY + 5 * DAY)) first(at)
    const later = steps(JULY + 5 * DAY, JULY + 6 * DAY)
    expect(later.map(restarted)).toEqual(later.map(first))
  })
})

describe('total nitrogen', () => {
  test.each([
    [1, 9.7],
    [2, 22.2],
    [3, 28.5],
    [4, 31.5],
    [5, 33.1],
    [6, 33.9],
    [8, 34.9],
  ])('after %d months at 30 °C is %d g/L, as in the eight-month study', (months, expected) => {
    expect(Math.abs(totalNitrogen(months) - expected)).toBeLessThan(0.15)
  })
})
