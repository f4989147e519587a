import { expect, test } from 'vitest'

import { HOUR, SECOND } from '#domain/time.ts'
import type { ReadingsReader, ReadingsWriter } from '#store/readings/contract.ts'

import { channelOf, MIDNIGHT, readingOf } from './contracts/readings/fixture.ts'
import { openStore } from './readings-sqlite-store.ts'

const BATCH_COUNT = 40
const BATCH_READINGS = 1_000
const channel = channelOf(1)
const span = { channel, from: MIDNIGHT, until: MIDNIGHT + BATCH_COUNT * BATCH_READINGS * SECOND }

test('while readings are written and sealed, a reader sees each acknowledged one exactly once at any moment', async () => {
  await using store = await openStore()
  const progress = { acknowledged: 0, isDone: false }
  await Promise.all([
    writeAll(store.writer, progress),
    maintainMeanwhile(store.writer, progress),
    readMeanwhile(store.reader, progress),
  ])
  expect(await countTwice(store.reader)).toEqual([40_000, 40_000])
})

interface Progress {
  acknowledged: number
  isDone: boolean
}

async function writeAll(writer: ReadingsWriter, progress: Progress): Promise<void> {
  for (let batch = 0; batch < BATCH_COUNT; batch += 1) {
    const begin = MIDNIGHT + batch * BATCH_READINGS * SECOND
    const readings = Array.from({ length: BATCH_READINGS }, (_, i) =>
      readingOf(channel, begin + i * SECOND, i / 10),
    )
    await writer.write(readings)
    progress.acknowledged += readings.length
    await new Promise((resolve) => setImmediate(resolve))
  }
  progress.isDone = true
}

/** An hour passes at each step, so that the tables rotate all the time. */
async function maintainMeanwhile(writer: ReadingsWriter, progress: Progress): Promise<void> {
  for (let now = MIDNIGHT; !progress.isDone; now += HOUR) await writer.maintain(now)
}

async function readMeanwhile(reader: ReadingsReader, progress: Progress): Promise<void> {
  while (!progress.isDone) {
    const before = progress.acknowledged
    const counts = await countTwice(reader)
    const after = progress.acknowledged + BATCH_READINGS
    for (const count of counts) {
      expect(count).toBeGreaterThanOrEqual(before)
      expect(count).toBeLessThanOrEqual(after)
    }
  }
}

/** By reading them all, and from the roll-ups. */
async function countTwice(reader: ReadingsReader): Promise<number[]> {
  const values = await reader.range({ ...span, limit: 100_000 })
  const windows = await reader.window({ ...span, every: HOUR, offset: 0 })
  return [values.length, windows.reduce((sum, { count }) => sum + count, 0)]
}
