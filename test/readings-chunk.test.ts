import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { DAY, MINUTE, SECOND } from '#domain/time.ts'
import { mergeColumns, type ReadingRow, toColumns } from '#store/readings/chunk-columns.ts'
import { findDecimals } from '#store/readings/chunk-values.ts'
import { decodeChunk, encodeChunk, encodeChunks } from '#store/readings/chunk.ts'

const MIDNIGHT = Date.UTC(2025, 7, 31, 17)

const value = fc.oneof(
  fc.integer({ min: -50_000, max: 50_000 }).map((n) => n / 100),
  fc.integer({ min: -(2 ** 50), max: 2 ** 50 }).map((n) => n / 1e9),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 0, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53, -(2 ** 53), 0.1 + 0.2),
)
const rows = (of: fc.Arbitrary<number>) =>
  fc
    .uniqueArray(
      fc.tuple(
        fc.integer({ min: -DAY, max: 9_223_372_036_854 }),
        of,
        fc.integer({ min: 0, max: 255 }),
      ),
      { selector: ([at]) => at, maxLength: 200 },
    )
    .map((list) => list.toSorted((a, b) => a[0] - b[0]))

test('readings of every kind come back from a chunk bit by bit', () => {
  // Kinds alone and mixed: one value that is no decimal moves its whole chunk to floats.
  const anyRows = fc.oneof(
    ...[value, fc.integer().map((n) => n / 100), fc.float({ noNaN: true })].map(rows),
  )
  fc.assert(
    fc.property(anyRows, (list) => {
      const columns = toColumns(list)
      expect(decodeChunk(encodeChunk(columns))).toEqual(columns)
    }),
    { numRuns: 500 },
  )
})

test('cut chunks put together are the whole, and each keeps to its limit', () => {
  fc.assert(
    fc.property(rows(value), fc.integer({ min: 30, max: 400 }), (list, bytesMax) => {
      const chunks = encodeChunks(toColumns(list), bytesMax)
      const decoded = chunks.map(({ data }) => decodeChunk(data))
      expect(decoded.flatMap((c) => [...c.measuredAt])).toEqual(list.map(([at]) => at))
      expect(decoded.flatMap((c) => [...c.value])).toEqual(list.map(([, of]) => of))
      expect(chunks.map((c) => c.startAt)).toEqual(decoded.map((c) => c.measuredAt[0]))
      expect(
        chunks.every((c, i) => c.data.length <= bytesMax || decoded[i]?.value.length === 1),
      ).toBe(true)
    }),
  )
})

test('of two that hold the same instant the newer wins', () => {
  fc.assert(
    fc.property(rows(value), rows(value), (older, newer) => {
      const truth = new Map([...older, ...newer].map((row): [number, ReadingRow] => [row[0], row]))
      const expected = [...truth.values()].toSorted((a, b) => a[0] - b[0])
      expect(mergeColumns(toColumns(older), toColumns(newer))).toEqual(toColumns(expected))
    }),
  )
})

test('two noisy decimals each half minute take less than two bytes a reading, a steady state nearly none', () => {
  const noisy = Array.from({ length: 480 }, (_, i): ReadingRow => {
    const noise = Math.sin(i * 12.9898) * 20
    return [MIDNIGHT + i * 30 * SECOND, Math.round(2500 + noise + i) / 100, 192]
  })
  expect(encodeChunk(toColumns(noisy)).length / noisy.length).toBeLessThan(2)
  const steady = noisy.map(([at], i): ReadingRow => [at, i < 200 ? 0 : 1, 192])
  expect(encodeChunk(toColumns(steady)).length).toBeLessThan(40)
})

test('the fewest decimals that are exact are found', () => {
  expect(findDecimals(Float64Array.of(1, 20.5, -3.25))).toBe(2)
  expect(findDecimals(Float64Array.of(1e15, 0.1))).toBeUndefined()
  expect(findDecimals(Float64Array.of(0.1 + 0.2))).toBeUndefined()
  expect(findDecimals(Float64Array.of(-0))).toBeUndefined()
})

test('a damaged chunk is an error, not a wrong number', () => {
  const chunk = encodeChunk(
    toColumns([
      [MIDNIGHT, 20.5, 192],
      [MIDNIGHT + MINUTE, 20.6, 192],
    ]),
  )
  expect(() => decodeChunk(chunk.subarray(0, -1))).toThrow('is damaged')
  expect(() => decodeChunk(Uint8Array.of(...chunk, 0))).toThrow('is damaged')
  expect(() => decodeChunk(chunk.subarray(0, 3))).toThrow('ends too early')
  expect(() => decodeChunk(Uint8Array.of(9, ...chunk.subarray(1)))).toThrow('version 9, expected 2')
  for (let bit = 0; bit < chunk.length * 8; bit += 1) {
    const flipped = chunk.with(bit >> 3, (chunk[bit >> 3] ?? 0) ^ (1 << (bit & 7)))
    expect(() => decodeChunk(flipped)).toThrow(/damaged|version/)
  }
})

test('a chunk of the first format, which had no checksum, is still read', () => {
  const columns = toColumns([
    [MIDNIGHT, 20.5, 192],
    [MIDNIGHT + MINUTE, 20.6, 192],
  ])
  const plain = Uint8Array.of(1, ...encodeChunk(columns).subarray(5))
  expect(decodeChunk(plain)).toEqual(columns)
  expect(() => decodeChunk(plain.subarray(0, -1))).toThrow('ends too early')
  expect(() => decodeChunk(Uint8Array.of(...plain, 0))).toThrow('goes on')
  expect(() => decodeChunk(Uint8Array.of(1, 255, 255, 255, 127))).toThrow('claims 268435455')
})
