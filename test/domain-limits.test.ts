import { describe, expect, test } from 'vitest'

import { findLevel } from '#domain/alarm/limit.ts'
import { LIMIT_ALARMS } from '#domain/alarm/starting-set.ts'
import { quantityOfChannel } from '#domain/channel.ts'
import { judge } from '#domain/limit.ts'
import { PLACE_KINDS } from '#domain/place.ts'
import { findLimit, STARTING_LIMITS } from '#domain/starting-limits.ts'

describe('the limits a platform begins with', () => {
  test.each(STARTING_LIMITS)(
    '$id lies within what can be measured, critical outside warning',
    (limit) => {
      for (const channel of limit.channels) {
        const quantity = quantityOfChannel(channel)
        if (quantity === undefined) throw new Error(`no quantity for ${channel}`)
        const [min, max] = quantity.range
        const { warning, critical } = limit
        const ascending = [critical.low, warning.low, warning.high, critical.high]
        const bounds = ascending.filter((bound) => bound !== undefined)
        expect(bounds).toEqual(bounds.toSorted((a, b) => a - b))
        expect(new Set(bounds).size).toBe(bounds.length)
        for (const bound of bounds) expect(bound > min && bound < max, `${bound}`).toBe(true)
      }
    },
  )

  test('no two speak of the same channel at the same kind of place', () => {
    const keys = STARTING_LIMITS.flatMap(({ placeKinds, channels }) =>
      placeKinds.flatMap((kind) => channels.map((channel) => `${kind} ${channel}`)),
    )
    expect(new Set(keys).size).toBe(keys.length)
    expect(PLACE_KINDS.every((kind) => findLimit(kind, 'battery')?.id === 'battery')).toBe(true)
  })

  test.each([
    [44.9, 'good'],
    [45, 'warning'],
    [49.9, 'warning'],
    [50, 'critical'],
    [20.1, 'good'],
    [20, 'warning'],
  ])('a vat at %d °C is %s', (value, verdict) => {
    const limit = findLimit('vat', 'temperature/top')
    expect(limit && judge(limit, value)).toBe(verdict)
  })

  test.each(LIMIT_ALARMS)(
    '$id is in trouble on its bounds and beyond, as its limit is',
    (alarm) => {
      const [kind = 'vat'] = alarm.placeKinds
      const [channel = ''] = alarm.channels
      const limit = findLimit(kind, channel)
      const beyond = alarm.side === 'high' ? 0.001 : -0.001
      for (const { bound } of alarm.levels) {
        const values = [bound, bound + beyond]
        expect(values.map((value) => limit && judge(limit, value))).not.toContain('good')
        expect(values.map((value) => findLevel(alarm, value, 0))).not.toContain(0)
      }
      const [{ bound } = { bound: 0 }] = alarm.levels
      expect([limit && judge(limit, bound - beyond), findLevel(alarm, bound - beyond, 0)]).toEqual([
        'good',
        0,
      ])
    },
  )

  test.each([
    [0.1, 'good'],
    [1.5, 'good'],
    [2.5, 'warning'],
    [3.7, 'critical'],
  ])('an orchard whose air lacks %d kPa of vapour is %s', (value, verdict) => {
    const limit = findLimit('orchard-block', 'vapour-pressure-deficit')
    expect(limit && judge(limit, value)).toBe(verdict)
  })

  test('brine of 25 to 26 °Bé is in order, the air above the vat has no limit', () => {
    const limit = findLimit('vat', 'brine-density')
    const verdicts = [1.2, 1.208, 1.2119, 1.218, 1.22].map((value) => limit && judge(limit, value))
    expect(verdicts).toEqual(['warning', 'good', 'good', 'good', 'warning'])
    expect(findLimit('vat', 'temperature/ambient')).toBeUndefined()
  })
})
