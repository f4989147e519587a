import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { countWindows } from '#api/coverage-summary.ts'
import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import type { Window } from '#store/readings/contract.ts'

describe('coverage by windows', () => {
  const anyHoles = fc.array(fc.boolean(), { minLength: 12, maxLength: 400, size: 'max' })

  test('counts what came, and finds no gap that is none', () => {
    fc.assert(
      fc.property(anyHoles, fc.integer({ min: 0, max: 5 }), (came, lead) => {
        const every = 10 * MINUTE
        const from = lead * every
        const span = { from, until: from + came.length * every }
        const windows = toWindows(came, { from, every })
        const found = countWindows(windows, span, { every, grain: HOUR })
        const exact = came.filter(Boolean).length
        expect(found.expectedCount).toBe(came.length)
        expect(found.receivedCount).toBe(exact)
        const gap = found.longestGap
        const minutes = gap === undefined ? 0 : (gap.until - gap.from) / MINUTE
        const longest = 10 * longestRun(came)
        expect(minutes).toBeLessThanOrEqual(longest)
        expect(minutes).toBeGreaterThan(longest - 120)
      }),
    )
  })

  test.each([7, 45, 50])('nothing is missing of what comes every %d minutes', (minutes) => {
    const every = minutes * MINUTE
    const came = Array.from({ length: Math.floor((30 * DAY) / every) }, () => true)
    const span = { from: 0, until: came.length * every }
    const windows = toWindows(came, { from: 0, every })
    const found = countWindows(windows, span, { every, grain: HOUR })
    expect(found).toEqual({
      expectedCount: came.length,
      receivedCount: came.length,
      longestGap: undefined,
    })
  })

  test('a flood in one hour does not make up for the silence of the next', () => {
    const counts = [6, 60, 0, 6]
    const windows = counts.map((count, i) => createWindow(i * HOUR, count))
    const span = { from: 0, until: 4 * HOUR }
    expect(countWindows(windows, span, { every: 10 * MINUTE, grain: HOUR })).toEqual({
      expectedCount: 24,
      receivedCount: 19,
      longestGap: { from: 2 * HOUR, until: 3 * HOUR },
    })
  })
})

/** Of a window only the count matters here. */
function createWindow(start: number, count: number): Window {
  return { start, count, min: null, max: null, mean: null, last: null }
}

/** Hours on the hour, as the store gives them for what came at each `every` from `from` on. */
function toWindows(
  came: readonly boolean[],
  { from, every }: { readonly from: number; readonly every: number },
): Window[] {
  const until = from + came.length * every
  const first = Math.floor(from / HOUR)
  const counts = Array.from({ length: Math.ceil(until / HOUR) - first }, () => 0)
  for (const [i, has] of came.entries()) {
    const hour = Math.floor((from + i * every) / HOUR) - first
    counts[hour] = (counts[hour] ?? 0) + Number(has)
  }
  return counts.map((count, i) => createWindow((first + i) * HOUR, count))
}

function longestRun(came: readonly boolean[]): number {
  let [longest, run] = [0, 0]
  for (const has of came) {
    run = has ? 0 : run + 1
    longest = Math.max(longest, run)
  }
  return longest
}
