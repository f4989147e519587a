import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Measure } from '#domain/alarm/measure.ts'
import { createMeter } from '#domain/alarm/meter.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'

type Row = readonly [at: number, value: number]

function measure(how: Measure, rows: readonly Row[], isCounter = false) {
  const meter = createMeter(how, 'high', isCounter)
  return rows.map(([at, value]) => meter.feed(at, value))
}

describe('minutes that a pump ran', () => {
  const how = { kind: 'minutes-run', threshold: 1, over: DAY, holdMax: 30 * MINUTE } as const
  const everyTenMinutes = (hours: number, isOn: (minute: number) => boolean): Row[] =>
    Array.from({ length: hours * 6 + 1 }, (_none, index) => {
      return [index * 10 * MINUTE, Number(isOn(index * 10))]
    })

  it('are those of the day, once there was a day', () => {
    const runs = everyTenMinutes(47, (minute) => minute % (24 * 60) < 30)
    expect(measure(how, runs).at(-1)).toBe(30)
    const rests = everyTenMinutes(48, () => false)
    expect(measure(how, rests).at(-1)).toBe(0)
    // What was before is not known.
    expect(measure(how, rests.slice(0, 7)).at(-1)).toBe(22 * 60)
  })

  it('may have been more while nothing was heard', () => {
    const heard = everyTenMinutes(48, () => false)
    const withGap = heard.filter(([at]) => at <= 30 * HOUR || at >= 36 * HOUR)
    expect(measure(how, withGap).at(-1)).toBe(6 * 60 - 30)
  })
})

describe('jumps', () => {
  const how = { kind: 'jumps', step: 5, over: DAY, holdMax: HOUR } as const

  it('are counted there and back; a change over a gap is none', () => {
    const rows: Row[] = [
      [0, 30],
      [10 * MINUTE, 35],
      [20 * MINUTE, 30.1],
      [30 * MINUTE, 35],
      [3 * HOUR, 60],
      [3 * HOUR + 10 * MINUTE, 55],
    ]
    expect(measure(how, rows)).toEqual([0, 1, 1, 1, 1, 2])
  })

  it('are those of the window, however readings are spaced', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ max: 20 })), {
      minLength: 2,
      maxLength: 60,
    })
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 24, max: 3_000 }),
        fc.integer({ min: 1, max: 400 }),
        (given, over, holdMax) => {
          let at = 1_700_000_000_000
          const rows = given.map(([duration, value]): Row => [(at += duration), value])
          const width = Math.ceil(over / 24)
          const begin = (Math.floor(at / width) - 23) * width
          const jumps = rows.filter(([time, value], index) => {
            const [before = -Infinity, last = 0] = rows[index - 1] ?? []
            return time >= begin && time - before <= holdMax && Math.abs(value - last) >= 5
          })
          expect(measure({ ...how, over, holdMax }, rows).at(-1)).toBe(jumps.length)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

it('a counter that was reset has gone on from there', () => {
  const how = { kind: 'rate', over: HOUR, holdMax: HOUR } as const
  const rows: Row[] = [
    [0, 818],
    [30 * MINUTE, 819],
    [40 * MINUTE, 0.6],
    [60 * MINUTE - 1, 2],
  ]
  const rates = measure(how, rows, true)
  expect(rates[2]).toBeCloseTo(1.6 / (40 / 60), 9)
  expect(rates[3]).toBeCloseTo(3, 3)
  expect(measure(how, rows)[3]).toBeLessThan(-800)
})

describe('how late what comes is', () => {
  const how = { kind: 'lag', over: 12 * HOUR, holdMax: HOUR } as const

  it('is told by the quickest, so that a backlog makes no clock slow', () => {
    const live = Array.from({ length: 40 }, (_none, index): Row => [index * 20 * MINUTE, 0.1])
    const backlog = Array.from({ length: 40 }, (_none, index): Row => [14 * HOUR + index, 300])
    expect(measure(how, [...live, ...backlog]).at(-1)).toBe(0.1)
  })

  it('is known after half of the window', () => {
    const slow = Array.from({ length: 40 }, (_none, index): Row => [index * 20 * MINUTE, 480])
    const lags = measure(how, slow)
    expect(lags.slice(0, 18)).toEqual(Array.from({ length: 18 }))
    expect(lags.at(-1)).toBe(480)
  })
})

it('minutes that the gateway dated add up', () => {
  const how = { kind: 'misdated', over: DAY, holdMax: HOUR } as const
  const rows: Row[] = [
    [0, 1],
    [10 * MINUTE, 0],
    [20 * MINUTE, 1],
    [50 * MINUTE, 0],
  ]
  expect(measure(how, rows).at(-1)).toBe(40)
})

it('no reading tells of what is absent', () => {
  const rows: Row[] = [[0, 1]]
  expect(measure({ kind: 'absent' }, rows)).toEqual([undefined])
  expect(measure({ kind: 'intervals-missed', intervalMin: HOUR }, rows)).toEqual([undefined])
})
