import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { expect, test } from 'vitest'

import { openSqliteReadingsReader } from '#store/readings/sqlite/reader.ts'

import { channelOf, MIDNIGHT, settle } from './contracts/readings/fixture.ts'
import { BATCH_READINGS, CHANNEL_COUNT } from './readings-sqlite-crash/batch.ts'
import { openWriter, temporaryFolder } from './readings-sqlite-store.ts'

const ROUNDS = 4

test(
  'kill -9 of the writer, while it writes and seals, loses no acknowledged reading',
  { timeout: 60_000 },
  async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'readings.db')
    let acknowledged = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      acknowledged = await writeUntilKilled(path, acknowledged, 15 + 9 * round)
      expect(await countReadings(path), `round ${round}`).toBeGreaterThanOrEqual(acknowledged)
    }
    await using writer = await openWriter(path)
    await settle(writer, MIDNIGHT)
    await settle(writer, Date.now())
    expect(await countReadings(path)).toBeGreaterThanOrEqual(acknowledged)
  },
)

/** Lets a child write from `begin` on and kills it after some batches; returns how many readings it had acknowledged. */
async function writeUntilKilled(path: string, begin: number, batches: number): Promise<number> {
  const script = new URL('./readings-sqlite-crash/child.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, path, String(begin)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged = await readAcknowledged(child, batches)
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return Math.max(begin, acknowledged)
}

async function readAcknowledged({ stdout }: ChildProcess, batches: number): Promise<number> {
  if (stdout === null) throw new Error('the child has no output')
  let acknowledged = 0
  let lines = 0
  for await (const line of createInterface({ input: stdout })) {
    acknowledged = Number(line)
    lines += 1
    if (lines >= batches) break
  }
  return acknowledged
}

/** Readings whose value is the one that was written at their instant, of every channel. */
async function countReadings(path: string): Promise<number> {
  await using reader = await openSqliteReadingsReader({ path })
  let count = 0
  for (let id = 1; id <= CHANNEL_COUNT; id += 1) {
    const query = { channel: channelOf(id), from: 0, until: Date.UTC(2100, 0), limit: 10_000_000 }
    const values = await reader.range(query)
    count += values.filter((stored) => stored.value === stored.measuredAt % 1_000).length
  }
  expect(count % BATCH_READINGS).toBe(0)
  return count
}
