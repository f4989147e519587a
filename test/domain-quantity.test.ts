import { describe, expect, test } from 'vitest'

import { quantityOfChannel } from '#domain/channel.ts'
import { DIMENSIONS } from '#domain/dimensions.ts'
import { findQuantity, QUANTITIES } from '#domain/quantity.ts'

describe('the table of quantities', () => {
  test('every id is there once and can be found', () => {
    expect(new Set(QUANTITIES.map(({ id }) => id)).size).toBe(QUANTITIES.length)
    for (const quantity of QUANTITIES) expect(findQuantity(quantity.id)).toBe(quantity)
  })

  test('every id can begin a channel name', () => {
    for (const quantity of QUANTITIES) {
      expect(quantityOfChannel(`${quantity.id}/top`)).toBe(quantity)
    }
  })

  test('every range is a range, every name exists in both languages', () => {
    for (const { range, name } of QUANTITIES) {
      expect(range[0]).toBeLessThan(range[1])
      expect(name.vi).not.toBe('')
      expect(name.en).not.toBe('')
    }
  })

  test('every unit heads exactly one scale, except that a state has none', () => {
    const heads = Object.values(DIMENSIONS).flatMap((scales) => scales.map(({ names }) => names[0]))
    expect(new Set(heads.filter((name) => name !== '1')).size).toBe(
      heads.filter((name) => name !== '1').length,
    )
    for (const { kind, unit } of QUANTITIES) expect(heads.includes(unit)).toBe(kind !== 'state')
  })

  test('no name stands for two units of one dimension', () => {
    for (const scales of Object.values(DIMENSIONS)) {
      const names = scales.flatMap((scale) => scale.names)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  test('states know a word for 0 and a word for 1, in lower case', () => {
    for (const { kind, states } of QUANTITIES) {
      expect(states !== undefined).toBe(kind === 'state')
      if (states === undefined) continue
      expect(new Set(Object.values(states))).toEqual(new Set([0, 1]))
      expect(Object.keys(states)).toEqual(Object.keys(states).map((word) => word.toLowerCase()))
    }
  })

  test('a typhoon, saturated brine and a stalled collector are plausible', () => {
    expect(findQuantity('wind-gust')?.range[1]).toBeGreaterThan(40)
    expect(findQuantity('conductivity')?.range[1]).toBeGreaterThan(213)
    expect(findQuantity('brine-density')?.range[1]).toBeGreaterThan(1.219)
    expect(findQuantity('temperature')?.range[1]).toBeGreaterThan(100)
  })
})
