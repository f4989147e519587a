import { join } from 'node:path'

import { expect, test } from 'vitest'

import { DAY, HOUR } from '#domain/time.ts'
import { openSqliteReadingsReader } from '#store/readings/sqlite/reader.ts'

import {
  channelOf,
  MIDNIGHT,
  minutes,
  readAll,
  readingOf,
  settle,
  top,
} from './contracts/readings/fixture.ts'
import { openWriter, temporaryFolder } from './readings-sqlite-store.ts'

/** More than one step of sealing takes. */
const CHANNEL_COUNT = 250

/** Two writers of one file, as when a second ingest was started by mistake. */
async function openTwo() {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await temporaryFolder())
  const path = join(folder.path, 'readings.db')
  const one = opening.use(await openWriter(path))
  const other = opening.use(await openWriter(path))
  const reader = opening.use(await openSqliteReadingsReader({ path }))
  const resources = opening.move()
  return { one, other, reader, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

function oneOfEach(at: number) {
  const channels = Array.from({ length: CHANNEL_COUNT }, (_, i) => channelOf(i + 1))
  return channels.map((channel) => readingOf(channel, at, 1))
}

test('what a second writer acknowledges while the first one seals is kept', async () => {
  await using two = await openTwo()
  await two.one.write(oneOfEach(MIDNIGHT))
  const now = MIDNIGHT + DAY
  // Rotate, then the first of two steps: the table has been read.
  await two.one.maintain(now)
  await two.one.maintain(now)
  await two.other.write(minutes(channelOf(1), 10, MIDNIGHT + HOUR))
  await settle(two.one, now)
  expect(await readAll(two.reader, channelOf(1))).toHaveLength(11)
})

test.each([3, 4])(
  'a writer that comes late to a table that another one sealed leaves it alone, %i rotations on',
  async (rotations) => {
    await using two = await openTwo()
    await two.one.write(oneOfEach(MIDNIGHT))
    const now = MIDNIGHT + DAY
    await two.one.maintain(now)
    await two.one.maintain(now)
    // The other one seals the same table to its end, and lets the tables change roles again and again.
    for (let hours = 1; hours <= rotations; hours += 1) {
      await two.other.write(minutes(top, 5, MIDNIGHT + hours * HOUR))
      await settle(two.other, now + hours * HOUR)
    }
    await two.other.write(minutes(top, 5, MIDNIGHT + 9 * HOUR))
    await settle(two.one, now + 1)
    await settle(two.one, now + 2 * DAY)
    expect(await readAll(two.reader, top)).toHaveLength(1 + 5 * rotations + 5)
  },
)
