import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Measure } from '#domain/alarm/measure.ts'
import { createMeter } from '#domain/alarm/meter.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'

type Row = readonly [at: number, value: number]

function measure(how: Measure, rows: readonly Row[], side: 'low' | 'high' = 'high') {
  const meter = createMeter(how, side)
  return rows.map(([at, value]) => meter.feed(at, value))
}

/** One value an hour, and one more that ends the last hour. */
function hourly(values: readonly number[]): Row[] {
  return [...values, values.at(-1) ?? 0].map((value, hour) => [hour * HOUR, value])
}

describe('mean kinetic temperature', () => {
  // Worked examples: a textbook week of a refrigerator (printed as 6.3), and Haynes' formula applied by hand.
  it.each([
    [[2, 2, 5, 8, 8, 8, 8], 6.25],
    [[...Array.from({ length: 23 }, () => 20), 40], 22.45],
    [[...Array.from({ length: 12 }, () => 25), ...Array.from({ length: 12 }, () => 35)], 31.22],
  ])('of %j is %d °C', (values, expected) => {
    const window = { over: values.length * 2 * HOUR, holdMax: HOUR }
    const last = measure({ kind: 'mean-kinetic-temperature', ...window }, hourly(values)).at(-1)
    expect(last).toBeCloseTo(expected, 2)
  })

  it('is not told when less than half of the window is held', () => {
    const how = { kind: 'mean-kinetic-temperature', over: DAY, holdMax: HOUR } as const
    const rows = hourly(Array.from({ length: 12 }, () => 20))
    expect(measure(how, rows.slice(0, -1)).at(-1)).toBeUndefined()
    expect(measure(how, rows).at(-1)).toBeCloseTo(20, 6)
  })
})

describe('what looks back over a window', () => {
  it('an average weighs each reading by how long it held', () => {
    const rows: Row[] = [
      [0, 10],
      [45 * MINUTE, 30],
      [60 * MINUTE, 0],
    ]
    const how = { kind: 'average', over: 2 * HOUR, holdMax: HOUR } as const
    expect(measure(how, rows).at(-1)).toBeCloseTo((45 * 10 + 15 * 30) / 60, 6)
  })

  it('minutes beyond add up over several excursions, the threshold itself counts', () => {
    const rows: Row[] = [
      [0, 8],
      [10 * MINUTE, 7.9],
      [20 * MINUTE, 9],
      [50 * MINUTE, 5],
    ]
    const how = { kind: 'minutes-beyond', threshold: 8, over: DAY, holdMax: HOUR } as const
    expect(measure(how, rows)).toEqual([0, 10, 10, 40])
  })

  it('a gap counts for no longer than a reading may hold', () => {
    const rows: Row[] = [
      [0, 9],
      [5 * HOUR, 9],
    ]
    const how = { kind: 'minutes-beyond', threshold: 8, over: DAY, holdMax: HOUR } as const
    expect(measure(how, rows).at(-1)).toBe(60)
  })

  it('degree-hours count how far, on the side of the limit', () => {
    const rows: Row[] = [
      [0, 10],
      [2 * HOUR, 14],
      [3 * HOUR, 20],
    ]
    const how = { kind: 'degree-hours', threshold: 13, over: DAY, holdMax: 3 * HOUR } as const
    expect(measure(how, rows, 'low').at(-1)).toBeCloseTo(6, 9)
    expect(measure(how, rows, 'high').at(-1)).toBeCloseTo(1, 9)
  })

  it('a rate is per hour, and told when half of the window is seen', () => {
    const rows: Row[] = [
      [0, 100],
      [10 * MINUTE, 101],
      [30 * MINUTE, 103],
    ]
    const how = { kind: 'rate', over: HOUR, holdMax: HOUR } as const
    expect(measure(how, rows)).toEqual([undefined, undefined, 6])
  })

  it('a probe that hangs in the air swings with the day, one in the mash does not', () => {
    const how = { kind: 'swing', over: DAY, holdMax: HOUR } as const
    const swing = (depth: number) =>
      measure(
        how,
        Array.from({ length: 96 }, (_none, index) => {
          const at = index * 15 * MINUTE
          return [at, 30 + depth * Math.sin((2 * Math.PI * at) / DAY)] as const
        }),
      ).at(-1) ?? 0
    expect(swing(3)).toBeCloseTo(6, 1)
    expect(swing(0.2)).toBeCloseTo(0.4, 1)
  })

  it('a value that stays within its noise has been unchanged since the first of its kind', () => {
    const rows: Row[] = [
      [0, 20],
      [10 * MINUTE, 25],
      [20 * MINUTE, 25.1],
      [40 * MINUTE, 25.05],
      [50 * MINUTE, 26],
    ]
    expect(measure({ kind: 'unchanged', noise: 0.2 }, rows)).toEqual([0, 0, 10, 30, 0])
  })
})

/** The same sums, from all readings: over the window that ends with the part that holds the newest. */
function integrate(rows: readonly Row[], { over, holdMax }: { over: number; holdMax: number }) {
  const width = Math.ceil(over / 24)
  const newest = rows.at(-1)?.[0] ?? 0
  const begin = (Math.floor(newest / width) - 23) * width
  let [sum, weight] = [0, 0]
  for (const [index, [at, value]] of rows.slice(0, -1).entries()) {
    const next = rows[index + 1]?.[0] ?? at
    const held = Math.max(0, Math.min(next, at + holdMax) - Math.max(at, begin))
    sum += value * held
    weight += held
  }
  return { sum, weight }
}

const rows = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: -20, max: 60 })), {
    minLength: 2,
    maxLength: 60,
  })
  .map((steps) => {
    let at = 1_700_000_000_000
    return steps.map(([duration, value]): Row => [(at += duration), value])
  })

it('a window tells what all readings of it tell, however they are spaced', () => {
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 24, max: 3_000 }),
      fc.integer({ min: 1, max: 900 }),
      (given, over, holdMax) => {
        const { sum, weight } = integrate(given, { over, holdMax })
        const mean = measure({ kind: 'average', over, holdMax }, given).at(-1)
        expect(mean === undefined).toBe(weight < over / 2)
        expect(mean ?? 0).toBeCloseTo(mean === undefined ? 0 : sum / weight, 6)
        const hours = { kind: 'degree-hours', threshold: -50, over, holdMax } as const
        const expected = (sum + 50 * weight) / HOUR
        expect(measure(hours, given).at(-1)).toBeCloseTo(expected, 6)
      },
    ),
    { numRuns: 2_000 },
  )
})

/** The smallest, the largest and the oldest reading, from all readings, of the window that ends with the part that holds the newest. */
function look(given: readonly Row[], over: number) {
  const width = Math.ceil(over / 24)
  const [newest, last] = given.at(-1) ?? [0, 0]
  const begin = (Math.floor(newest / width) - 23) * width
  const kept = given.filter(([at]) => at >= begin)
  const values = kept.map(([, value]) => value)
  const [oldestAt, oldest] = kept[0] ?? [0, 0]
  const span = newest - oldestAt
  if (span < over / 2) return { swing: undefined, rate: undefined }
  const swing = Math.max(...values) - Math.min(...values)
  return { swing, rate: (last - oldest) / (span / HOUR) }
}

it('swing and rate of a window are those of all its readings, however they are spaced', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 9_000 }), (given, over) => {
      const expected = given.map((_row, index) => look(given.slice(0, index + 1), over))
      const window = { over, holdMax: 1 }
      const swings = measure({ kind: 'swing', ...window }, given)
      expect(swings).toEqual(expected.map(({ swing }) => swing))
      const rates = measure({ kind: 'rate', ...window }, given)
      const toPlaces = (rate: number | undefined) => rate?.toFixed(3)
      expect(rates.map(toPlaces)).toEqual(expected.map(({ rate }) => toPlaces(rate)))
    }),
    { numRuns: 2_000 },
  )
})
