import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'

import { findFloods, findPeak, type Flood } from '#domain/alarm/floods.ts'
import { toSpread } from '#domain/alarm/spread.ts'
import { DAY, MINUTE } from '#domain/time.ts'

/** The definition, minute by minute: on above ten, off below five, of what came in the ten minutes until then. */
function tellFloods(announcedAt: readonly number[], until: number): Flood[] {
  const floods: { from: number; until: number }[] = []
  let from: number | undefined
  for (let now = 0; now <= until; now += MINUTE) {
    const recent = announcedAt.filter((at) => at > now - 10 * MINUTE && at <= now)
    if (from === undefined && recent.length > 10) from = recent[0]
    if (from !== undefined && recent.length < 5) {
      floods.push({ from, until: now })
      from = undefined
    }
  }
  if (from !== undefined) floods.push({ from, until })
  const apart: { from: number; until: number }[] = []
  for (const flood of floods) {
    const before = apart.at(-1)
    if (before !== undefined && flood.from < before.until) before.until = flood.until
    else apart.push(flood)
  }
  return apart.map((flood) => {
    const count = announcedAt.filter((at) => at >= flood.from && at < flood.until).length
    return { from: flood.from, until: flood.until, count }
  })
}

describe('floods', () => {
  const burst = fc.record({
    start: fc.integer({ min: 0, max: 200 }),
    gaps: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40, size: 'max' }),
  })
  const announcements = fc.array(burst, { maxLength: 4 }).map((bursts) =>
    bursts
      .flatMap(({ start, gaps }) => gaps.map((_, at) => start + sum(gaps.slice(0, at))))
      .map((minute) => minute * MINUTE)
      .toSorted((a, b) => a - b),
  )

  it('are what their definition says, told minute by minute', () => {
    fc.assert(
      fc.property(announcements, (announcedAt) => {
        const until = 500 * MINUTE
        expect(findFloods(announcedAt, until)).toEqual(tellFloods(announcedAt, until))
      }),
      { numRuns: 500 },
    )
  })

  it('the peak is the most of any ten minutes', () => {
    fc.assert(
      fc.property(announcements, (announcedAt) => {
        const counts = announcedAt.map(
          (end) => announcedAt.filter((at) => at > end - 10 * MINUTE && at <= end).length,
        )
        expect(findPeak(announcedAt)).toBe(Math.max(0, ...counts))
      }),
    )
  })

  test('ten in ten minutes are none; eleven are one, which lasts until only four are left', () => {
    const each = (count: number) => Array.from({ length: count }, (_, at) => at * 50_000)
    expect(findFloods(each(10), DAY)).toEqual([])
    expect(findFloods(each(11), DAY)).toEqual([
      { from: 0, until: 6 * 50_000 + 10 * MINUTE, count: 11 },
    ])
    expect(findFloods(each(11), 9 * MINUTE)).toEqual([{ from: 0, until: 9 * MINUTE, count: 11 }])
  })
})

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

test('a spread tells values that were measured', () => {
  expect(toSpread([])).toBeUndefined()
  expect(toSpread([5])).toEqual({ count: 1, mean: 5, median: 5, p90: 5, max: 5 })
  const tenths = Array.from({ length: 10 }, (_, at) => 10 - at)
  expect(toSpread(tenths)).toEqual({ count: 10, mean: 5.5, median: 5, p90: 9, max: 10 })
})
