import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { expect, test } from 'vitest'

import { DAY, HOUR } from '#domain/time.ts'
import { toReadingsError } from '#store/readings/sqlite/error.ts'
import { openSqliteReadingsReader } from '#store/readings/sqlite/reader.ts'

import {
  bottom,
  emptyWindow,
  MIDNIGHT,
  minutes,
  readAll,
  readingOf,
  settle,
  top,
} from './contracts/readings/fixture.ts'
import { openStore, openWriter, temporaryFolder } from './readings-sqlite-store.ts'

const span = { channel: top, from: MIDNIGHT, until: MIDNIGHT + HOUR }

test('a reader without a file answers with nothing, and finds the file when there is one', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'readings.db')
  await using reader = await openSqliteReadingsReader({ path })
  expect(await reader.latest([top])).toEqual([undefined])
  expect(await reader.series()).toEqual([])
  expect(await readAll(reader, top)).toEqual([])
  expect(await reader.window({ ...span, every: HOUR, offset: 0 })).toEqual([emptyWindow(MIDNIGHT)])
  const { gaps } = await reader.coverage({ ...span, expectedEvery: HOUR })
  expect(gaps).toEqual([{ from: MIDNIGHT, until: MIDNIGHT + HOUR }])
  await using writer = await openWriter(path)
  await writer.write(minutes(top, 10))
  expect(await readAll(reader, top)).toHaveLength(10)
})

test('a file whose writer is gone can be read', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'readings.db')
  const writer = await openWriter(path)
  await writer.write(minutes(top, 10))
  await settle(writer, MIDNIGHT + DAY)
  await writer[Symbol.asyncDispose]()
  await using reader = await openSqliteReadingsReader({ path })
  expect(await readAll(reader, top)).toHaveLength(10)
})

test('the file tells whose readings it holds', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'readings.db')
  await using writer = await openWriter(path)
  await writer.write(minutes(top, 2))
  using db = new DatabaseSync(path, { readOnly: true })
  expect(db.prepare('SELECT * FROM channel').all()).toEqual([
    {
      id: 1,
      device: 'vat-1',
      name: 'temperature/top',
      quantity: 'temperature',
      first_at: MIDNIGHT,
    },
  ])
})

test('a file of a later format is left alone, and the error says what to do', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'readings.db')
  using db = new DatabaseSync(path)
  db.exec('PRAGMA user_version = 99')
  const expected = {
    code: 'READINGS_CONFIGURATION',
    retry: false,
    message: expect.stringContaining('format 99'),
  }
  await expect(openWriter(path)).rejects.toMatchObject(expected)
  await using reader = await openSqliteReadingsReader({ path })
  await expect(reader.latest([top])).rejects.toMatchObject(expected)
})

test('a file of the first format is read as it is, and written on', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'readings.db')
  const before = await openWriter(path)
  await before.write(minutes(top, 10))
  await before[Symbol.asyncDispose]()
  using db = new DatabaseSync(path)
  db.exec('DROP TABLE damaged; PRAGMA user_version = 1')
  await using reader = await openSqliteReadingsReader({ path })
  expect(await readAll(reader, top)).toHaveLength(10)
  await using writer = await openWriter(path)
  await settle(writer, MIDNIGHT + DAY)
  expect(await readAll(reader, top)).toHaveLength(10)
  expect(db.prepare('SELECT count(*) AS count FROM damaged').get()).toEqual({ count: 0 })
})

test('a file that is no database is an error that a person must answer', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'readings.db')
  await writeFile(path, 'no database at all, but long enough to be looked at '.repeat(100))
  const expected = { code: 'READINGS_CONFIGURATION', retry: false }
  await expect(openWriter(path)).rejects.toMatchObject(expected)
})

test(
  'while another process holds the file for longer than a writer waits, write says: later',
  { timeout: 20_000 },
  async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'readings.db')
    await using writer = await openWriter(path)
    using other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(writer.write(minutes(top, 1))).rejects.toMatchObject({
      code: 'READINGS_BUSY',
      retry: true,
    })
    other.exec('ROLLBACK')
    expect(await writer.write(minutes(top, 1))).toEqual([])
  },
)

test('a full disk is an error that may pass', () => {
  using db = new DatabaseSync(':memory:')
  db.exec('PRAGMA max_page_count = 3; CREATE TABLE t (data BLOB)')
  const error = catchError(() => db.exec('INSERT INTO t VALUES (zeroblob(100000))'))
  const expected = { code: 'READINGS_DISK', retry: true }
  expect(toReadingsError(error, 'readings.db')).toMatchObject(expected)
})

function catchError(work: () => void): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

test('a reading under the id of another channel is refused with both names, and nothing of its batch is stored', async () => {
  await using store = await openStore()
  await store.writer.write([readingOf(top, MIDNIGHT, 20)])
  const stranger = { ...top, device: 'vat-9' }
  const batch = [readingOf(bottom, MIDNIGHT, 21), readingOf(stranger, MIDNIGHT + 1, 22)]
  await expect(store.writer.write(batch)).rejects.toMatchObject({
    code: 'READINGS_CONFIGURATION',
    retry: false,
    message: expect.stringMatching(/"vat-1".*"vat-9"/),
  })
  const { writer, reader } = await store.reopen()
  await expect(writer.write(batch)).rejects.toMatchObject({ code: 'READINGS_CONFIGURATION' })
  expect(await readAll(reader, top)).toHaveLength(1)
  expect(await readAll(reader, bottom)).toEqual([])
  expect(await writer.channels()).toEqual([top])
})
