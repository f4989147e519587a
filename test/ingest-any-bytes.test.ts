import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { QUANTITIES } from '#domain/quantity.ts'

import { entryOf, understand } from './ingest-fixture.ts'

const quantity = fc.constantFrom(...QUANTITIES.map(({ id }) => id))
const scalar = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.boolean(), fc.constant(null))
const value = fc.oneof(scalar, fc.record({ value: scalar, unit: fc.string() }), fc.jsonValue())
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
  scalar,
)
const name = fc.oneof(quantity, fc.string(), fc.constantFrom('channels', 'position', '__proto__'))
const object = fc
  .tuple(time, fc.dictionary(name, value), fc.dictionary(name, value))
  .map(([at, flat, channels]) => Object.assign(flat, { time: at, channels }))
const message = fc.oneof(object, fc.array(object, { maxLength: 5 }), fc.jsonValue())
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  message.map((content) => Buffer.from(JSON.stringify(content))),
  fc.tuple(message, fc.nat()).map(([content, cut]) => {
    const whole = Buffer.from(JSON.stringify(content))
    return whole.subarray(0, cut % (whole.length + 1))
  }),
)

test('any bytes become readings or rejections, never an exception and never nothing', () => {
  // fast-check prints the seed and the smallest payload when this fails.
  fc.assert(
    fc.property(bytes, (payload) => {
      const { values, rejections, mistakes } = understand(entryOf(payload))
      expect(mistakes).toEqual([])
      expect(values.length + rejections.length).toBeGreaterThan(0)
      for (const reading of values) {
        const [min, max] = reading.quantity.range
        expect(reading.value).toBeGreaterThanOrEqual(min)
        expect(reading.value).toBeLessThanOrEqual(max)
        expect(Number.isSafeInteger(reading.measuredAt)).toBe(true)
      }
      for (const { detail, channel } of rejections) {
        expect(detail).toMatch(/^[^\p{Cc}]+$/u)
        expect(channel).toMatch(/^[^\p{Cc}]*$/u)
      }
    }),
    { numRuns: 2_000 },
  )
})
