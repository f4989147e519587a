import { expect, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { openSqliteReadingsReader } from '#store/readings/sqlite/reader.ts'

import {
  bottom,
  MIDNIGHT,
  minutes,
  readAll,
  readingOf,
  settle,
  top,
  VIETNAM,
} from './contracts/readings/fixture.ts'
import { openStore, type SqliteStore } from './readings-sqlite-store.ts'

const retention = { raw: 2 * DAY, hourly: 4 * DAY }
const whole = { channel: top, from: MIDNIGHT, until: MIDNIGHT + 6 * DAY }
const days = { ...whole, every: DAY, offset: VIETNAM }

/** A reading a minute for six days, sealed; then the retention of the sixth evening is applied: raw from day 3, hourly from day 1 on. */
async function openAgedStore(): Promise<SqliteStore> {
  const store = await openStore({ retention })
  for (let day = 0; day < 6; day += 1) {
    await store.writer.write(minutes(top, 1_440, MIDNIGHT + day * DAY))
  }
  await settle(store.writer, MIDNIGHT)
  await settle(store.writer, MIDNIGHT + 5 * DAY + 20 * HOUR)
  return store
}

test('raw readings go after their time, whole days at once', async () => {
  await using store = await openAgedStore()
  const [oldest] = await readAll(store.reader, top)
  expect(oldest?.measuredAt).toBe(MIDNIGHT + 3 * DAY)
  expect((await store.reader.series())[0]?.firstAt).toBe(MIDNIGHT + DAY)
})

test('daily and hourly windows outlive the raw readings, until their own time is over', async () => {
  await using store = await openAgedStore()
  const counts = (await store.reader.window(days)).map((day) => day.count)
  expect(counts).toEqual([0, 1_440, 1_440, 1_440, 1_440, 1_440])
})

test('where raw readings are gone an hour counts whole, in the window in which it begins', async () => {
  await using store = await openAgedStore()
  const from = MIDNIGHT + DAY + 30 * MINUTE
  const query = { channel: top, from, until: from + 2 * HOUR, every: 30 * MINUTE, offset: 0 }
  const windows = await store.reader.window(query)
  expect(windows.map((w) => [(w.start - MIDNIGHT - DAY) / MINUTE, w.count])).toEqual([
    [30, 0],
    [60, 60],
    [90, 0],
    [120, 60],
  ])
})

test('coverage takes an hour as received where only its roll-up is left', async () => {
  await using store = await openAgedStore()
  const coverage = await store.reader.coverage({ ...whole, expectedEvery: MINUTE })
  expect(coverage).toEqual({
    expectedCount: 6 * 1_440,
    receivedCount: 5 * 1_440,
    readingCount: 5 * 1_440,
    gaps: [{ from: MIDNIGHT, until: MIDNIGHT + DAY }],
  })
})

test('a reading older than what is kept raw is refused with the reason', async () => {
  await using store = await openAgedStore()
  const tooOld = readingOf(top, MIDNIGHT + 3 * DAY - 1, 20)
  const oldest = readingOf(top, MIDNIGHT + 3 * DAY, 20)
  expect(await store.writer.write([tooOld, oldest])).toEqual([
    {
      reading: tooOld,
      reason: expect.stringContaining('are kept from 2025-09-03T17:00:00.000Z on'),
    },
  ])
})

test('hot readings of a day that is dropped reach its roll-ups first', async () => {
  await using store = await openStore({ retention })
  const later = [1, 2, 3].map((day) => readingOf(top, MIDNIGHT + day * DAY, 20))
  await store.writer.write([...minutes(top, 60), ...later])
  await settle(store.writer, MIDNIGHT + HOUR)
  await store.writer.write(minutes(top, 60, MIDNIGHT + HOUR))
  await settle(store.writer, MIDNIGHT + 3 * DAY)
  expect(await readAll(store.reader, top)).toHaveLength(3)
  expect((await store.reader.window(days))[0]?.count).toBe(120)
})

const IN_2099 = Date.UTC(2099, 0, 1)

test('a clock that is far ahead for a while drops nothing', async () => {
  await using store = await openAgedStore()
  const before = await readAll(store.reader, top)
  await settle(store.writer, IN_2099)
  expect(await readAll(store.reader, top)).toEqual(before)
  expect(await store.writer.write([readingOf(top, MIDNIGHT + 3 * DAY, 20)])).toEqual([])
})

test('a day of readings dated by a wrong clock costs one old day, and time goes on after it', async () => {
  await using store = await openAgedStore()
  await store.writer.write(minutes(bottom, 60, IN_2099))
  for (let hour = 0; hour < 3; hour += 1) await settle(store.writer, IN_2099 + hour * HOUR)
  const { writer, reader } = await store.reopen()
  expect((await readAll(reader, top))[0]?.measuredAt).toBe(MIDNIGHT + 4 * DAY)
  const counts = (await reader.window(days)).map((day) => day.count)
  expect(counts).toEqual([0, 0, 1_440, 1_440, 1_440, 1_440])
  await writer.write([6, 7].flatMap((day) => minutes(top, 60, MIDNIGHT + day * DAY)))
  await settle(writer, MIDNIGHT + 7 * DAY + 20 * HOUR)
  await settle(writer, MIDNIGHT + 7 * DAY + 21 * HOUR)
  expect((await readAll(reader, top))[0]?.measuredAt).toBe(MIDNIGHT + 5 * DAY)
})

test('a second reader of the same file sees the same', async () => {
  await using store = await openAgedStore()
  await using second = await openSqliteReadingsReader({ path: store.path })
  expect(await second.window(days)).toEqual(await store.reader.window(days))
})
