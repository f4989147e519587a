import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { findLimitFlaws } from '#domain/alarm/limit-flaws.ts'
import { shareOfSilent, SITE_SILENT } from '#domain/alarm/site-silence.ts'
import { MINUTE } from '#domain/time.ts'

const online = { presence: 'online', presenceAt: 0 } as const
const unknown = { presence: 'unknown', presenceAt: null } as const
const leftAt = (minute: number) => ({ presence: 'offline', presenceAt: minute * MINUTE }) as const

describe('the share of devices that fell silent together', () => {
  test('is of those that were ever there', () => {
    expect(shareOfSilent([leftAt(0), leftAt(1), online, online, unknown])).toBe(50)
    expect(shareOfSilent([online, online, online])).toBe(0)
    expect(shareOfSilent([])).toBe(0)
  })

  test('is nothing of two', () => {
    expect(shareOfSilent([leftAt(0), leftAt(0), unknown])).toBe(0)
  })

  test('leaves out those that left at other times', () => {
    expect(shareOfSilent([leftAt(0), leftAt(11), leftAt(22), online])).toBe(25)
    expect(shareOfSilent([leftAt(0), leftAt(10), leftAt(20), leftAt(21)])).toBe(50)
  })

  test('is of all that are there when the gateway hears nobody', () => {
    expect(shareOfSilent([online, online, online, leftAt(0)], 60 * MINUTE)).toBe(75)
  })

  test('is that of the largest group, whatever the order', () => {
    const instant = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(fc.array(instant, { minLength: 3, maxLength: 12 }), (minutes) => {
        const groups = minutes.map(
          (from) => minutes.filter((at) => at >= from && at <= from + 10).length,
        )
        const expected = (100 * Math.max(...groups)) / minutes.length
        expect(shareOfSilent(minutes.map(leftAt))).toBeCloseTo(expected)
      }),
    )
  })
})

test('the limit that ships can be watched', () => {
  expect(findLimitFlaws(SITE_SILENT)).toEqual([])
})
