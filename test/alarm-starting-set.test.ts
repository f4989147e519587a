import { describe, expect, test } from 'vitest'

import { findLimitFlaws } from '#domain/alarm/limit-flaws.ts'
import { LIMIT_ALARMS, RATIONALISATIONS, STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import { STARTING_LIMITS } from '#domain/starting-limits.ts'

describe('the alarms that a new platform begins with', () => {
  test.each(STARTING_ALARMS.map((limit) => [limit.id, limit] as const))(
    '%s can be watched, and tells its reader what to do in both languages',
    (_id, limit) => {
      expect(findLimitFlaws(limit)).toEqual([])
      const { name, cause, consequence, response, source } = limit
      for (const text of [name, cause, consequence, response, source]) {
        expect([text.vi, text.en]).not.toContain('')
        expect(text.vi).not.toBe(text.en)
      }
      expect(limit.timeToRespond).toBeGreaterThan(0)
    },
  )

  test('each side of each starting limit is one of them, with all of its bounds', () => {
    const sides = STARTING_LIMITS.flatMap(({ id, warning, critical }) =>
      (['low', 'high'] as const).flatMap((side) => {
        const bounds = [warning[side], critical[side]].filter((bound) => bound !== undefined)
        return bounds.length === 0 ? [] : [{ id: `${id}-${side}`, bounds }]
      }),
    )
    const shipped = LIMIT_ALARMS.map(({ id, levels }) => ({
      id,
      bounds: levels.map(({ bound }) => bound),
    }))
    expect(shipped).toEqual(sides)
    expect(Object.keys(RATIONALISATIONS).toSorted()).toEqual(sides.map(({ id }) => id).toSorted())
  })
})
