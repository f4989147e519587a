import { assert, constantFrom, double, property, record, uniqueArray } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { decodeQuality } from '#domain/quality.ts'
import { derive } from '#ingest/derive.ts'

import { entryOf, RECEIVED_AT, understand } from './ingest-fixture.ts'
import { Platform } from './ingest-platform.ts'

const AT = Date.now() - 60_000
const OUTDOORS = { temperature: 32, 'relative-humidity': 62 }

describe('values that follow from others', () => {
  test('a weather station has dew point, its spread and vapour pressure deficit', () => {
    expect(derivedOf(OUTDOORS)).toEqual({
      'dew-point': 23.8,
      'vapour-pressure-deficit': 1.807,
      'dew-point-spread': 8.2,
    })
  })

  test('a cold room has those of its air, and its goods have a spread of their own', () => {
    const said = { 'temperature/air': 4, 'temperature/product': 3.1, 'relative-humidity': 95 }
    expect(derivedOf(said)).toEqual({
      'dew-point': 3.27,
      'vapour-pressure-deficit': 0.041,
      'dew-point-spread': 0.73,
      'dew-point-spread/product': -0.17,
    })
  })

  test('a position belongs with itself and no other', () => {
    expect(derivedOf({ 'temperature/in': 20, 'relative-humidity/out': 50 })).toEqual({})
    const both = { 'temperature/in': 20, 'relative-humidity/in': 50, temperature: 40 }
    expect(Object.keys(derivedOf(both))).toEqual([
      'dew-point/in',
      'vapour-pressure-deficit/in',
      'dew-point-spread/in',
    ])
    expect(derivedOf({ 'temperature/air': 0, ...OUTDOORS })).toEqual(derivedOf(OUTDOORS))
  })

  test('a collector has the rise over it', () => {
    const said = { 'temperature/collector-in': 31.25, 'temperature/collector-out': 38.5 }
    expect(derivedOf(said)).toEqual({ 'temperature-rise/collector': 7.25 })
  })

  test('what the device says itself stays, and more follows from it', () => {
    expect(derivedOf({ ...OUTDOORS, 'dew-point': 22 })).toEqual({
      'vapour-pressure-deficit': 1.807,
      'dew-point-spread': 10,
    })
    expect(derivedOf({ temperature: 32, 'dew-point': 22 })).toEqual({ 'dew-point-spread': 10 })
  })

  test('nothing follows from a value that was rejected, nor from air without vapour but its deficit', () => {
    expect(derivedOf({ temperature: -127, 'relative-humidity': 62 })).toEqual({})
    expect(derivedOf({ temperature: 32, 'relative-humidity': 0 })).toEqual({
      'vapour-pressure-deficit': 4.755,
    })
  })

  test('other instants, other messages and other devices are not mixed', () => {
    const message = (said: object, sequence: number, device = 'vat-1') =>
      entryOf(JSON.stringify(said), { sequence, device, topic: `nguon/v1/${device}/readings` })
    const batch = understand(
      message(
        [
          { time: RECEIVED_AT, temperature: 32 },
          { time: RECEIVED_AT + 1, 'relative-humidity': 62 },
        ],
        1,
      ),
      message({ time: RECEIVED_AT + 2, temperature: 32 }, 2),
      message({ time: RECEIVED_AT + 2, 'relative-humidity': 62 }, 3),
      message({ time: RECEIVED_AT + 3, temperature: 32 }, 4),
      message({ time: RECEIVED_AT + 3, 'relative-humidity': 62 }, 5, 'vat-2'),
    )
    derive(batch)
    expect([batch.values.length, batch.derived]).toEqual([6, []])
  })

  test('objects of one array that have the same time and stand beside one another are one', () => {
    const parts = Object.entries(OUTDOORS).map(([name, value]) => ({
      time: RECEIVED_AT,
      [name]: value,
    }))
    expect(derivedOf(parts)).toEqual(derivedOf(OUTDOORS))
  })

  test('never come twice, never replace what was said, and are plausible, whatever a device says', () => {
    const channel = record({
      quantity: constantFrom('temperature', 'relative-humidity', 'dew-point', 'dew-point-spread'),
      position: constantFrom('', '/air', '/product', '/wall', '/a-in', '/a-out', '/b'),
    })
    const said = record({ channel, value: double({ min: -60, max: 160, noNaN: true }) })
    const name = ({
      channel: { quantity, position },
    }: {
      channel: { quantity: string; position: string }
    }) => `${quantity}${position}`
    assert(
      property(uniqueArray(said, { selector: name, maxLength: 28 }), (all) => {
        const payload = JSON.stringify(Object.fromEntries(all.map((one) => [name(one), one.value])))
        const batch = understand(entryOf(payload))
        derive(batch)
        const names = [...batch.values, ...batch.derived].map(({ channel: one }) => one)
        expect(new Set(names).size).toBe(names.length)
        for (const { value, quantity } of batch.derived) {
          expect(value).toBeGreaterThanOrEqual(quantity.range[0])
          expect(value).toBeLessThanOrEqual(quantity.range[1])
        }
      }),
    )
  })
})

describe('from the journal to the readings', () => {
  test('they are readings of channels made on first sight, as good as the worst they come from, and say that they are derived', async () => {
    await using platform = await Platform.open()
    await platform.publish({ time: AT, ...OUTDOORS })
    await platform.publish({ time: 3, ...OUTDOORS })
    await platform.drained()
    const qualities = (await platform.stored('vapour-pressure-deficit')).map(({ quality }) =>
      decodeQuality(quality),
    )
    expect(qualities).toEqual([
      { status: 'good', timeQuality: 'device-utc', late: false, derived: true },
      { status: 'uncertain', timeQuality: 'gateway', late: false, derived: true },
    ])
    expect(await platform.valuesOf('vapour-pressure-deficit')).toEqual([1.807, 1.807])
    const [own] = await platform.stored('temperature')
    expect(decodeQuality(own?.quality ?? 0).derived).toBe(false)
    expect(await platform.metric('readings_total')).toBe(10)
  })

  test('what is sent again, late or corrected is derived again and stored once', async () => {
    await using platform = await Platform.open()
    const late = AT - 7_200_000
    await platform.publish({ time: AT, ...OUTDOORS })
    await platform.publish({ time: late, ...OUTDOORS })
    await platform.publish({ time: AT, ...OUTDOORS })
    await platform.publish({ time: late, temperature: 32, 'relative-humidity': 50 })
    await platform.drained()
    const stored = await platform.stored('dew-point')
    expect(
      stored.map(({ measuredAt, value, quality }) => [
        measuredAt,
        value,
        decodeQuality(quality).late,
      ]),
    ).toEqual([
      [late, 20.27, true],
      [AT, 23.8, false],
    ])
    expect(await platform.metric('duplicates_total')).toBe(6)
    expect(await platform.metric('corrections_total')).toBe(4)
  })

  test('where the room for channels ends, what the device said comes first', async () => {
    await using platform = await Platform.open({ channelsPerDeviceMax: 4 })
    await platform.publish({ time: AT, ...OUTDOORS })
    await platform.publish({ time: AT + 1, ph: 5 })
    await platform.drained()
    expect(await platform.valuesOf('ph')).toEqual([5])
    expect(await platform.valuesOf('dew-point')).toEqual([23.8])
    expect(await platform.rejected()).toEqual([
      ['too-many-channels', 'dew-point-spread'],
      ['too-many-channels', 'vapour-pressure-deficit'],
    ])
  })
})

/** What follows from a message, by channel. */
function derivedOf(said: object): Record<string, number> {
  const batch = understand(entryOf(JSON.stringify(said)))
  derive(batch)
  return Object.fromEntries(batch.derived.map(({ channel, value }) => [channel, value]))
}
