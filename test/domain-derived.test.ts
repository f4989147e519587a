import { assert, double, property, stringMatching } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { quantityOfChannel } from '#domain/channel.ts'
import { deriveValue, findDerivations } from '#domain/derived.ts'
import { dewPointOf, saturationPressure, vapourPressureDeficit } from '#domain/humid-air.ts'

describe('humid air', () => {
  // FAO Irrigation and Drainage Paper 56, examples 3 and 5.
  test.each([
    [15, 1.705],
    [18, 2.064],
    [24.5, 3.075],
    [25, 3.168],
  ])('of %d °C is saturated at %d kPa', (temperature, pressure) => {
    expect(saturationPressure(temperature)).toBeCloseTo(pressure, 3)
  })

  test('of 82 % at 18 °C and of 54 % at 25 °C lacks what FAO 56, example 5 leaves to saturation', () => {
    // There the vapour is the mean of 2.064 · 82 % and 3.168 · 54 %, 1.70 kPa; the saturation 2.616 kPa.
    const deficits = [vapourPressureDeficit(18, 82), vapourPressureDeficit(25, 54)]
    expect((deficits[0] ?? 0) / 2 + (deficits[1] ?? 0) / 2).toBeCloseTo(2.616 - 1.7, 2)
  })

  // Others reckon by other formulas: Wallace and Hobbs, Atmospheric Science, p. 74; the Magnus form of WMO-No. 8, annex 4.B.
  test.each([
    [18, 46.5, 6.4],
    [20, 50, wmoDewPoint(20, 50)],
    [38, 45, wmoDewPoint(38, 45)],
    [4, 92, wmoDewPoint(4, 92)],
    [-18, 80, wmoDewPoint(-18, 80)],
  ])('of %d °C and %d percent has its dew point at %d °C', (temperature, humidity, expected) => {
    expect(Math.abs(dewPointOf(temperature, humidity) - expected)).toBeLessThan(0.15)
  })

  test('that is saturated is at its dew point and lacks nothing', () => {
    assert(
      property(double({ min: -40, max: 80, noNaN: true }), (temperature) => {
        expect(dewPointOf(temperature, 100)).toBeCloseTo(temperature, 9)
        expect(vapourPressureDeficit(temperature, 100)).toBe(0)
      }),
    )
  })

  test('lacks less and has a higher dew point the more humid it is', () => {
    const temperature = double({ min: -40, max: 80, noNaN: true })
    const humidity = double({ min: 1, max: 99, noNaN: true })
    assert(
      property(temperature, humidity, (warm, damp) => {
        expect(dewPointOf(warm, damp + 1)).toBeGreaterThan(dewPointOf(warm, damp))
        expect(vapourPressureDeficit(warm, damp + 1)).toBeLessThan(
          vapourPressureDeficit(warm, damp),
        )
      }),
    )
  })
})

describe('what follows from a channel', () => {
  test.each([
    [
      'relative-humidity/loft',
      ['dew-point/loft', 'vapour-pressure-deficit/loft', 'dew-point-spread/loft'],
    ],
    ['dew-point/loft', ['dew-point-spread/loft']],
    ['temperature/collector-in', ['temperature-rise/collector']],
    ['temperature/1/coil-in', ['temperature-rise/1/coil']],
    ['temperature', []],
    ['temperature/collector-out', []],
    ['soil-moisture/15cm', []],
    ['toString', []],
  ])('%s: %j', (name, channels) => {
    expect(findDerivations(name).map(({ channel }) => channel)).toEqual(channels)
  })

  test('has a name that a channel can have, whatever the first one is called', () => {
    const parts = stringMatching(/^(\/[a-z0-9][a-z0-9._-]{0,20}){0,3}$/)
    assert(
      property(parts, (position) => {
        for (const quantity of ['relative-humidity', 'dew-point', 'temperature']) {
          for (const { channel, quantity: own } of findDerivations(`${quantity}${position}`))
            expect(quantityOfChannel(channel)).toBe(own)
        }
      }),
    )
    const long = `relative-humidity/${'x'.repeat(45)}`
    expect(findDerivations(long).map(({ channel }) => channel.slice(0, 9))).toEqual([
      'dew-point',
      'dew-point',
    ])
  })

  test('has one digit more than is worth showing, and none that is absurd', () => {
    const [dewPoint, deficit] = findDerivations('relative-humidity')
    if (dewPoint === undefined || deficit === undefined) throw new Error('nothing follows')
    expect([deriveValue(dewPoint, 32, 62), deriveValue(deficit, 32.4, 62)]).toEqual([23.8, 1.848])
    expect(deriveValue(dewPoint, 25, 0)).toBeUndefined()
    expect(deriveValue(dewPoint, 25, 0.0001)).toBeUndefined()
    expect(deriveValue(deficit, 150, 1)).toBeUndefined()
  })
})

/** Equations 4.B.1 and 4.B.6 of the WMO guide, without the enhancement of air at 1,000 hPa that cancels out. */
function wmoDewPoint(temperature: number, humidity: number): number {
  const pressure =
    (humidity / 100) * 6.112 * Math.exp((17.62 * temperature) / (243.12 + temperature))
  const logarithm = Math.log(pressure / 6.112)
  return (243.12 * logarithm) / (17.62 - logarithm)
}
