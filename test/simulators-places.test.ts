import { describe, expect, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { instantOf, localHour } from '#simulators/calendar.ts'
import { createColdRoom } from '#simulators/cold-room.ts'
import { createWeatherStation, RAIN_COUNTER_TIPS } from '#simulators/orchard.ts'
import { createSoil } from '#simulators/soil.ts'
import { createVan } from '#simulators/van.ts'
import { createWarehouse } from '#simulators/warehouse.ts'
import { createWeather } from '#simulators/weather.ts'

const weather = createWeather(5)
const OCTOBER = instantOf(Date.UTC(2025, 9, 1) / DAY, 0)

function every(step: number, days: number, from = OCTOBER): number[] {
  return Array.from({ length: (days * DAY) / step }, (_, i) => from + i * step)
}

describe('a cold room', () => {
  const room = createColdRoom(9, weather, { setPointCelsius: 5 })
  const minutes = every(MINUTE, 4).map((at) => ({ at, values: room(at) }))
  const defrosts = minutes.filter(({ values }, i) => {
    return values['defrost'] === 1 && minutes[i - 1]?.values['defrost'] === 0
  })

  test('keeps within ± 1.2 °C when it neither defrosts nor has its door open', () => {
    const quiet = minutes.filter(({ at }) => {
      const hour = localHour(at)
      const since = Math.min(...defrosts.map((each) => (at < each.at ? Infinity : at - each.at)))
      return (hour < 6.9 || hour > 17.5) && since > 1.5 * HOUR && since < 6 * HOUR
    })
    expect(quiet.length).toBeGreaterThan(500)
    for (const { values } of quiet) {
      expect(Math.abs(Number(values['temperature/air']) - 5)).toBeLessThan(1.2)
    }
  })

  test('defrosts every six to eight hours and warms by two to five degrees', () => {
    expect(defrosts.length).toBeGreaterThanOrEqual(11)
    for (const [i, { at }] of defrosts.slice(1).entries()) {
      const pause = at - (defrosts[i]?.at ?? 0)
      expect(pause).toBeGreaterThanOrEqual(6 * HOUR - MINUTE)
      expect(pause).toBeLessThanOrEqual(8 * HOUR + MINUTE)
    }
    const warmest = Math.max(...minutes.map(({ values }) => Number(values['temperature/air'])))
    expect(warmest).toBeGreaterThan(7)
    expect(warmest).toBeLessThan(12)
  })

  test('has products that hardly notice', () => {
    const products = minutes.map(({ values }) => Number(values['temperature/product']))
    expect(Math.max(...products) - Math.min(...products)).toBeLessThan(2)
  })
})

describe('a rain counter', () => {
  test('only rises, but for its wrap and the change of its battery', () => {
    const station = createWeatherStation(4, weather)
    const counts = every(10 * MINUTE, 365).map((at) => Number(station(at)['rain']))
    const steps = counts.slice(1).map((count, i) => ({ count, rained: count - (counts[i] ?? 0) }))
    const falls = steps.filter(({ rained }) => rained < 0)
    expect(falls.length).toBeGreaterThanOrEqual(3)
    expect(falls.length).toBeLessThan(9)
    // It begins again near 0 each time.
    expect(Math.max(...falls.map(({ count }) => count))).toBeLessThan(40)
    const rained = steps.reduce((sum, step) => sum + Math.max(0, step.rained), 0)
    expect(rained).toBeGreaterThan(2_300)
    expect(Math.max(...counts)).toBeLessThan(RAIN_COUNTER_TIPS * 0.2)
  })
})

describe('a soil probe', () => {
  const soil = createSoil(6, weather)
  const year = every(6 * HOUR, 365).map((at) => soil(at))
  const moisture = (depth: string) => year.map((values) => Number(values[`soil-moisture/${depth}`]))
  const swing = (values: readonly number[]) => Math.max(...values) - Math.min(...values)

  test('stays between dry and saturated', () => {
    for (const depth of ['15cm', '30cm', '60cm']) {
      expect(Math.min(...moisture(depth))).toBeGreaterThan(10)
      expect(Math.max(...moisture(depth))).toBeLessThan(47)
    }
  })

  test('is steadier the deeper it is', () => {
    const days = (depth: string) =>
      moisture(depth).map((value, i, all) => Math.abs(value - (all[i - 4] ?? value)))
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
    expect(mean(days('15cm'))).toBeGreaterThan(mean(days('30cm')))
    expect(mean(days('30cm'))).toBeGreaterThan(mean(days('60cm')))
    const temperature = (depth: string) =>
      year.map((values) => Number(values[`soil-temperature/${depth}`]))
    expect(swing(temperature('15cm'))).toBeGreaterThan(swing(temperature('60cm')))
  })

  test('does not jump when its run changes in November', () => {
    const november = instantOf(Date.UTC(2025, 10, 1) / DAY, 0)
    const values = every(30 * MINUTE, 20, november).map((at) =>
      Number(soil(at)['soil-moisture/60cm']),
    )
    const jumps = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? value)))
    expect(Math.max(...jumps)).toBeLessThan(1.5)
  })
})

describe('a warehouse', () => {
  test('is steadier than the open air', () => {
    const warehouse = createWarehouse(2, weather)
    const inside = every(HOUR, 30).map((at) => Number(warehouse(at)['temperature']))
    const outside = every(HOUR, 30).map((at) => weather.airAt(at).temperature)
    const roughness = (values: readonly number[]) =>
      values.slice(1).reduce((sum, value, i) => sum + Math.abs(value - (values[i] ?? value)), 0)
    expect(roughness(inside)).toBeLessThan(roughness(outside))
  })
})

describe('the van', () => {
  const van = createVan(8, weather)
  // Monday to Saturday.
  const monday = instantOf(Date.UTC(2025, 9, 6) / DAY, 0)
  const minutes = every(MINUTE, 6, monday).map((at) => van(at))

  test('goes from Kỳ Anh to the city and comes home, at speeds a van drives', () => {
    const latitudes = minutes.map((values) => Number(values['latitude']))
    expect(Math.max(...latitudes)).toBeCloseTo(18.343, 2)
    expect(latitudes.at(-1)).toBeCloseTo(18.069, 2)
    const speeds = minutes.map((values) => Number(values['speed']))
    expect(Math.max(...speeds)).toBeGreaterThan(40)
    expect(Math.max(...speeds)).toBeLessThan(80)
  })

  test('moves exactly when it has a speed, and covers the ground its speed says', () => {
    const kilometres = minutes.reduce((sum, values) => sum + Number(values['speed']) / 60, 0)
    // Six days, 54 km there and back.
    expect(kilometres).toBeGreaterThan(580)
    expect(kilometres).toBeLessThan(720)
    for (const { speed, motion } of minutes) expect(motion).toBe(Number(speed) > 0 ? 1 : 0)
  })

  test('carries its load cold and never drives with its door open', () => {
    const driving = minutes.filter(({ motion }) => motion === 1)
    expect(driving.every(({ door }) => door === 0)).toBe(true)
    const outward = every(MINUTE, 6, monday).filter(
      (at) => localHour(at) > 7.2 && localHour(at) < 8,
    )
    for (const at of outward) expect(Number(van(at)['temperature'])).toBeLessThan(9)
  })

  test('stands still on Sunday', () => {
    const sunday = monday - DAY
    expect(every(MINUTE, 1, sunday).every((at) => van(at)['speed'] === 0)).toBe(true)
  })
})
