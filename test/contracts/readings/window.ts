import { expect, test } from 'vitest'

import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'
import type { ReadingsReader, Window } from '#store/readings/contract.ts'

import {
  BAD,
  emptyWindow,
  MIDNIGHT,
  minutes,
  type OpenEngine,
  readingOf,
  settle,
  top,
  VIETNAM,
} from './fixture.ts'

export function windows(openEngine: OpenEngine): void {
  test('windows hold count, min, max, mean and last; empty ones are there with nulls', async () => {
    await using engine = await openEngine()
    await engine.writer.write([3, 1, 2].map((value, i) => readingOf(top, MIDNIGHT + i, value)))
    const span = { channel: top, from: MIDNIGHT, until: MIDNIGHT + 20 * MINUTE }
    expect(await engine.reader.window({ ...span, every: 10 * MINUTE, offset: 0 })).toEqual([
      { start: MIDNIGHT, count: 3, min: 1, max: 3, mean: 2, last: 2 },
      emptyWindow(MIDNIGHT + 10 * MINUTE),
    ])
  })

  test('readings that are not usable do not count', async () => {
    await using engine = await openEngine()
    const bad = { ...readingOf(top, MIDNIGHT + MINUTE, -127), quality: BAD }
    await engine.writer.write([readingOf(top, MIDNIGHT, 20), bad])
    const span = { channel: top, from: MIDNIGHT, until: MIDNIGHT + HOUR }
    const expected = [{ start: MIDNIGHT, count: 1, min: 20, max: 20, mean: 20, last: 20 }]
    const hours = { ...span, every: HOUR, offset: 0 }
    expect(await engine.reader.window(hours)).toEqual(expected)
    await settle(engine.writer, MIDNIGHT + DAY)
    expect(await engine.reader.window(hours)).toEqual(expected)
  })
}

export function windowGrids(openEngine: OpenEngine): void {
  test('an offset of seven hours begins days at midnight in Vietnam', async () => {
    await using engine = await openEngine()
    await engine.writer.write([MIDNIGHT - 1, MIDNIGHT].map((at, i) => readingOf(top, at, i)))
    const span = { channel: top, from: MIDNIGHT - DAY, until: MIDNIGHT + DAY }
    const days = await engine.reader.window({ ...span, every: DAY, offset: VIETNAM })
    expect(days.map((day) => [day.start, day.last])).toEqual([
      [MIDNIGHT - DAY, 0],
      [MIDNIGHT, 1],
    ])
  })

  test('the first window begins on the grid, but readings before from do not count', async () => {
    await using engine = await openEngine()
    await engine.writer.write(minutes(top, 60))
    const span = { from: MIDNIGHT + 15 * MINUTE, until: MIDNIGHT + 25 * MINUTE }
    const parts = await engine.reader.window({
      channel: top,
      ...span,
      every: 10 * MINUTE,
      offset: 0,
    })
    expect(parts.map((part) => [part.start, part.count, part.min])).toEqual([
      [MIDNIGHT + 10 * MINUTE, 5, 20.15],
      [MIDNIGHT + 20 * MINUTE, 5, 20.2],
    ])
  })
}

const twoDays = { channel: top, from: MIDNIGHT, until: MIDNIGHT + 2 * DAY }
const rollUpQueries = [
  { ...twoDays, every: HOUR, offset: 0 },
  { ...twoDays, every: DAY, offset: VIETNAM },
  { ...twoDays, every: DAY, offset: 0 },
]

export function rollUps(openEngine: OpenEngine): void {
  test('they give the same windows as the raw readings did', async () => {
    await using engine = await openEngine()
    await engine.writer.write(minutes(top, 2_000))
    const before = await readEach(engine.reader)
    await settle(engine.writer, MIDNIGHT + 3 * DAY)
    expect(withRoundedMeans(await readEach(engine.reader))).toEqual(withRoundedMeans(before))
  })

  test('a late reading and an overwritten one are in the answer at once and after maintenance', async () => {
    await using engine = await openEngine()
    await engine.writer.write(minutes(top, 2_000))
    await settle(engine.writer, MIDNIGHT + 3 * DAY)
    await engine.writer.write([
      readingOf(top, MIDNIGHT + 30 * SECOND, -40),
      readingOf(top, MIDNIGHT + 1_999 * MINUTE, -50),
    ])
    const before = await readEach(engine.reader)
    expect(before[1]?.map((day) => [day.count, day.min, day.last])).toEqual([
      [1_441, -40, 34.39],
      [560, -50, -50],
    ])
    await settle(engine.writer, MIDNIGHT + 4 * DAY)
    expect(withRoundedMeans(await readEach(engine.reader))).toEqual(withRoundedMeans(before))
  })

  test('edges that are not on the grid are exact', async () => {
    await using engine = await openEngine()
    await engine.writer.write(minutes(top, 2_000))
    await settle(engine.writer, MIDNIGHT + 3 * DAY)
    const edges = { from: MIDNIGHT + 90 * MINUTE, until: MIDNIGHT + DAY + 5 * MINUTE }
    const query = { channel: top, ...edges, every: DAY, offset: VIETNAM }
    const days = await engine.reader.window(query)
    expect(days.map((day) => [day.start, day.count, day.min, day.max, day.last])).toEqual([
      [MIDNIGHT, 1_350, 20.9, 34.39, 34.39],
      [MIDNIGHT + DAY, 5, 34.4, 34.44, 34.44],
    ])
  })
}

function withRoundedMeans(lists: readonly Window[][]) {
  return lists.map((list) => list.map((w) => ({ ...w, mean: w.mean?.toFixed(9) })))
}

function readEach(reader: ReadingsReader): Promise<Window[][]> {
  return Promise.all(rollUpQueries.map((query) => reader.window(query)))
}
