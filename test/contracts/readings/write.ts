import { expect, test } from 'vitest'

import type { Reading } from '#domain/reading.ts'
import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'

import {
  bottom,
  channelOf,
  emptyWindow,
  GOOD,
  MIDNIGHT,
  minutes,
  type OpenEngine,
  readAll,
  readingOf,
  settle,
  top,
} from './fixture.ts'

export function writeAndReadBack(openEngine: OpenEngine): void {
  test('an empty store answers with nothing', async () => {
    await using engine = await openEngine()
    const span = { channel: top, from: MIDNIGHT, until: MIDNIGHT + 2 * HOUR }
    expect(await engine.reader.latest([top, bottom])).toEqual([undefined, undefined])
    expect(await engine.reader.range({ ...span, limit: 10 })).toEqual([])
    expect(await engine.reader.window({ ...span, every: HOUR, offset: 0 })).toEqual([
      emptyWindow(MIDNIGHT),
      emptyWindow(MIDNIGHT + HOUR),
    ])
    expect(await engine.reader.series()).toEqual([])
  })

  test('writing nothing is allowed', async () => {
    await using engine = await openEngine()
    expect(await engine.writer.write([])).toEqual([])
  })

  test('what was written is read back at once, bit by bit, each channel its own', async () => {
    await using engine = await openEngine()
    const values = [0, -0.1, 31.25, 1e300, -1e-300, 123_456_789.123_456_79, Number.MAX_VALUE]
    const written = values.map((value, i) => readingOf(top, MIDNIGHT + i * SECOND + i, value))
    expect(await engine.writer.write([...written, readingOf(bottom, MIDNIGHT, 7)])).toEqual([])
    expect(await readAll(engine.reader, top)).toEqual(written.map(toStored))
    expect(await readAll(engine.reader, bottom)).toEqual([
      { measuredAt: MIDNIGHT, value: 7, quality: GOOD },
    ])
  })

  test('latest answers in the order asked and is the newest by measuredAt, not by arrival', async () => {
    await using engine = await openEngine()
    await engine.writer.write([readingOf(top, MIDNIGHT + HOUR, 2), readingOf(bottom, MIDNIGHT, 3)])
    await engine.writer.write([readingOf(top, MIDNIGHT, 1)])
    const latest = await engine.reader.latest([bottom, channelOf(99), top])
    expect(latest.map((stored) => stored?.value)).toEqual([3, undefined, 2])
  })
}

export function identity(openEngine: OpenEngine): void {
  test('writing the same channel and instant again replaces value and quality', async () => {
    await using engine = await openEngine()
    await engine.writer.write([readingOf(top, MIDNIGHT, 1)])
    await engine.writer.write([{ ...readingOf(top, MIDNIGHT, 2), quality: 65 }])
    const replaced = { measuredAt: MIDNIGHT, value: 2, quality: 65 }
    expect(await readAll(engine.reader, top)).toEqual([replaced])
    expect(await engine.reader.latest([top])).toEqual([replaced])
  })

  test('within one call the last one wins', async () => {
    await using engine = await openEngine()
    await engine.writer.write([1, 2, 3].map((value) => readingOf(top, MIDNIGHT, value)))
    expect(await readAll(engine.reader, top)).toEqual([toStored(readingOf(top, MIDNIGHT, 3))])
    expect((await engine.reader.latest([top]))[0]?.value).toBe(3)
  })

  test('values that are not finite are returned as refusals and the others are stored', async () => {
    await using engine = await openEngine()
    const wrong = [Number.NaN, Infinity].map((value, i) => readingOf(top, MIDNIGHT + i, value))
    const right = readingOf(top, MIDNIGHT + HOUR, 5)
    const refusals = await engine.writer.write([...wrong, right])
    expect(refusals.map((refusal) => refusal.reading)).toEqual(wrong)
    expect(refusals.every((refusal) => refusal.reason.length > 0)).toBe(true)
    expect(await readAll(engine.reader, top)).toEqual([toStored(right)])
  })

  test('series names every channel that holds readings, with its first and last instant', async () => {
    await using engine = await openEngine()
    await engine.writer.write([...minutes(top, 10), readingOf(bottom, MIDNIGHT, 1)])
    await settle(engine.writer, MIDNIGHT + DAY)
    await engine.writer.write([readingOf(top, MIDNIGHT - DAY, 1)])
    const series = await engine.reader.series()
    expect(series.map((s) => [s.device, s.channel, s.firstAt, s.lastAt]).toSorted(byText)).toEqual([
      ['vat-1', 'temperature/top', MIDNIGHT - DAY, MIDNIGHT + 9 * MINUTE],
      ['vat-2', 'temperature/top', MIDNIGHT, MIDNIGHT],
    ])
    for (const { device, count } of series)
      expect([null, device === 'vat-1' ? 11 : 1]).toContain(count)
  })
}

function toStored({ measuredAt, value, quality }: Reading) {
  return { measuredAt, value, quality }
}

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a).localeCompare(String(b))
}
