import { DatabaseSync } from 'node:sqlite'

import { pino } from 'pino'
import { expect, test } from 'vitest'

import { DAY, HOUR, MINUTE } from '#domain/time.ts'
import { openSqliteReadingsReader } from '#store/readings/sqlite/reader.ts'
import { openSqliteReadingsWriter } from '#store/readings/sqlite/writer.ts'

import {
  bottom,
  MIDNIGHT,
  minutes,
  readAll,
  settle,
  top,
  VIETNAM,
} from './contracts/readings/fixture.ts'
import { temporaryFolder } from './readings-sqlite-store.ts'

/** Three hours of two channels, sealed; `damage` breaks what the file holds of `top`. */
async function openSealed() {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await temporaryFolder())
  const path = `${folder.path}/readings.db`
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const retention = { raw: null, hourly: null }
  const writer = opening.use(await openSqliteReadingsWriter({ path, log, retention }))
  const reader = opening.use(await openSqliteReadingsReader({ path, log }))
  const file = opening.use(new DatabaseSync(path))
  await writer.write([...minutes(top, 180), ...minutes(bottom, 180)])
  await settle(writer, MIDNIGHT + DAY)
  const resources = opening.move()
  return {
    writer,
    reader,
    file,
    told: () => lines.filter((line) => line.includes('damaged readings')),
    damage: (table: 'chunk' | 'hours') =>
      file.exec(`UPDATE ${table} SET data = x'02ff' WHERE channel = ${top.id}`),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

test('a damaged chunk is put aside when its day is sealed again, and everything else goes on', async () => {
  await using store = await openSealed()
  store.damage('chunk')
  const later = [top, bottom].flatMap((channel) => minutes(channel, 10, MIDNIGHT + 4 * HOUR))
  await store.writer.write(later)
  await settle(store.writer, MIDNIGHT + 2 * DAY)
  expect(await readAll(store.reader, top)).toHaveLength(10)
  expect(await readAll(store.reader, bottom)).toHaveLength(190)
  const kept = store.file.prepare('SELECT channel, start_at, hex(data) AS data FROM damaged').all()
  expect(kept).toEqual([{ channel: top.id, start_at: MIDNIGHT, data: '02FF' }])
  expect(store.told()).toHaveLength(1)
  // The roll-ups still know of them.
  const query = { channel: top, from: MIDNIGHT, until: MIDNIGHT + DAY, every: DAY, offset: VIETNAM }
  expect(await store.reader.window(query)).toMatchObject([{ count: 190 }])
})

test('late readings of a day with a damaged chunk are sealed', async () => {
  await using store = await openSealed()
  store.damage('chunk')
  await store.writer.write(minutes(top, 10, MIDNIGHT + MINUTE / 2))
  await settle(store.writer, MIDNIGHT + 2 * DAY)
  expect(await readAll(store.reader, top)).toHaveLength(10)
  expect(store.file.prepare('SELECT count(*) AS count FROM damaged').get()).toEqual({ count: 1 })
})

test('damaged roll-ups of a day are made anew from its readings', async () => {
  await using store = await openSealed()
  store.damage('hours')
  const query = { channel: top, from: MIDNIGHT, until: MIDNIGHT + 5 * HOUR, every: HOUR, offset: 0 }
  const before = await store.reader.window(query)
  expect(before.map(({ count }) => count)).toEqual([0, 0, 0, 0, 0])
  expect(store.told()).toHaveLength(1)
  await store.writer.write(minutes(top, 10, MIDNIGHT + 4 * HOUR))
  await settle(store.writer, MIDNIGHT + 2 * DAY)
  const after = await store.reader.window(query)
  expect(after.map(({ count }) => count)).toEqual([60, 60, 60, 0, 10])
})

test('a read across a damaged chunk gives the rest, and the log says once what is missing', async () => {
  await using store = await openSealed()
  await store.writer.write(minutes(top, 10, MIDNIGHT + 2 * DAY))
  await settle(store.writer, MIDNIGHT + 4 * DAY)
  store.file.exec(`UPDATE chunk SET data = x'02ff' WHERE channel = 1 AND start_at = ${MIDNIGHT}`)
  expect(await readAll(store.reader, top)).toHaveLength(10)
  expect(await readAll(store.reader, top)).toHaveLength(10)
  expect(store.told()).toHaveLength(1)
  expect(store.told()[0]).toContain('"from":"2025-08-31T17:00:00.000Z"')
})
