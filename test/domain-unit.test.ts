import { assert, constantFrom, double, property } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { DIMENSIONS } from '#domain/dimensions.ts'
import { findQuantity, QUANTITIES, type Quantity } from '#domain/quantity.ts'
import { convert, toStateValue } from '#domain/unit.ts'

function quantity(id: string): Quantity {
  const found = findQuantity(id)
  if (found === undefined) throw new Error(`no quantity ${id}`)
  return found
}

describe('degrees Baumé', () => {
  test.each([
    [20, 1.16],
    [22, 1.179],
    [24, 1.198],
    [25, 1.208],
    [26, 1.218],
  ])('%d °Bé is a density of %d g/mL', (degrees, density) => {
    expect(convert(degrees, '°Bé', quantity('brine-density'))).toBeCloseTo(density, 3)
    expect(convert(density, 'g/mL', quantity('baume'))).toBeCloseTo(degrees, 0)
  })

  test('an impossible degree stays outside every range instead of throwing', () => {
    expect(convert(145, 'Bé', quantity('brine-density'))).toBe(Infinity)
  })
})

describe('a unit', () => {
  test.each([
    [212, '°F', 'temperature', 100],
    [300, 'K', 'temperature', 26.85],
    [9, '°F', 'temperature-rise', 5],
    [5, '°C', 'temperature-rise', 5],
    [18, 'hPa', 'vapour-pressure-deficit', 1.8],
    [31.2, '℃', 'temperature', 31.2],
    [31.2, 'º C', 'temperature', 31.2],
    [62, '%RH', 'relative-humidity', 62],
    [0.35, 'm³/m³', 'soil-moisture', 35],
    [0.5, '%', 'co2', 5_000],
    [21.3, 'S/m', 'conductivity', 213],
    [1.5, 'dS/m', 'soil-conductivity', 1_500],
    [450, 'µS/cm', 'soil-conductivity', 450],
    [450, 'μS/cm', 'conductivity', 0.45],
    [101.3, 'kPa', 'pressure', 1_013],
    [1013, 'mbar', 'pressure', 1_013],
    [2.116, 'm', 'distance', 2_116],
    [24.5, 'cm', 'level', 245],
    [800, 'W/m²', 'irradiance', 800],
    [1.2, 'klx', 'illuminance', 1_200],
    [6, 'm3/h', 'flow', 100],
    [3_580, 'mV', 'battery-voltage', 3.58],
    [36, 'km/h', 'wind-speed', 10],
    [10, 'm/s', 'speed', 36],
    [1_500, 'Wh', 'energy', 1.5],
    [2, 'tạ', 'mass', 200],
    [250, 'g', 'mass', 0.25],
    [9.80665, 'm/s²', 'shock', 1],
    [2, 'g', 'shock', 2],
  ])('%d %s of %s is %d in its own', (value, unit, id, expected) => {
    expect(convert(value, unit, quantity(id))).toBe(expected)
  })

  test.each([
    ['temperature', '%'],
    ['temperature', 'parsec'],
    ['mass', 'm'],
    ['door', '%'],
    ['ph', ''],
    ['salinity', 'constructor'],
  ])('of %s cannot be %s', (id, unit) => {
    expect(convert(1, unit, quantity(id))).toBeUndefined()
  })

  test('that is the own one leaves a value untouched, digit by digit', () => {
    assert(
      property(constantFrom(...QUANTITIES), double({ noNaN: true }), (each, value) => {
        expect(convert(value, each.unit, each)).toBe(value)
      }),
    )
  })
})

/** Every (quantity, unit) pair that converts. */
const PAIRS = QUANTITIES.flatMap((each) =>
  Object.values(DIMENSIONS)
    .filter((scales) => scales.some(({ names }) => names[0] === each.unit))
    .flatMap((scales) => scales.map((scale) => ({ each, scale, scales }))),
)

test('there and back again is the same value, within the digits that are kept', () => {
  assert(
    property(constantFrom(...PAIRS), double({ min: 0, max: 1, noNaN: true }), (pair, at) => {
      const { each, scale, scales } = pair
      const value = each.range[0] + at * (each.range[1] - each.range[0])
      const own = scales.find(({ names }) => names[0] === each.unit)
      if (own === undefined || value === 0) return
      const foreign = scale.fromBase(own.toBase(value))
      const back = convert(foreign, scale.names[0] ?? '', each) ?? NaN
      const tolerance = 10 ** -(each.decimals + 2) + Math.abs(value) * 1e-9
      expect(Math.abs(back - value)).toBeLessThanOrEqual(tolerance)
    }),
  )
})

describe('a state', () => {
  test('is said in words or as a boolean', () => {
    expect(toStateValue(quantity('lid'), 'OPEN')).toBe(1)
    expect(toStateValue(quantity('lid'), ' closed ')).toBe(0)
    expect(toStateValue(quantity('pump'), true)).toBe(1)
    expect(toStateValue(quantity('mains'), false)).toBe(0)
  })

  test('of another quantity, and what every object has, are no words', () => {
    expect(toStateValue(quantity('lid'), 'running')).toBeUndefined()
    expect(toStateValue(quantity('lid'), 'constructor')).toBeUndefined()
    expect(toStateValue(quantity('temperature'), true)).toBeUndefined()
  })
})
