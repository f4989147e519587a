import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { expect, test, vi } from 'vitest'

import type { Journal } from '#store/journal/contract.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'
import { openSqliteReadingsReader } from '#store/readings/sqlite/reader.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { entryOf } from './ingest-fixture.ts'

const KILL_COUNT = 8
const COMMIT_COUNT = 200
const AT = Date.now() - 3_600_000 / 2

test('the process is killed again and again under load: each reading is stored once, each rejection counted once', async () => {
  await using resources = new AsyncDisposableStack()
  const data = await mkdtemp(join(tmpdir(), 'nguon-ingest-kill-'))
  resources.defer(() => rm(data, { recursive: true, force: true }))
  const registry = resources.use(await openSqliteRegistry({ path: join(data, 'registry.db') }))
  await registry.devices.enrol({ id: 'vat-1', name: 'Vat 1', model: null, enrolledAt: AT })
  const journal = resources.use(await openSqliteJournal({ path: join(data, 'journal.db') }))

  const feed = feedUntilStopped(journal)
  for (let kills = 0; kills < KILL_COUNT; kills++) {
    const ingest = await startIngest(data)
    await delay(50 + Math.random() * 150)
    await end(ingest, 'SIGKILL')
  }
  const count = await feed.stop()
  const ingest = await startIngest(data)
  await vi.waitFor(async () => expect((await journal.status()).cursors.get('ingest')).toBe(count), {
    timeout: 20_000,
    interval: 50,
  })
  await end(ingest, 'SIGTERM')

  const [channel] = (await registry.channels.ofDevice('vat-1')) ?? []
  if (channel === undefined) throw new Error('no channel was made')
  const reader = resources.use(await openSqliteReadingsReader({ path: join(data, 'readings.db') }))
  const span = { from: AT, until: AT + count }
  const stored = await reader.range({ channel, ...span, limit: count + 1 })
  expect(stored.map(({ value }) => value)).toEqual(
    Array.from({ length: count }, (_, i) => i % 1000),
  )
  const rejections = await registry.rejections.list({ limit: 1_000 })
  expect(rejections.reduce((sum, rejection) => sum + rejection.count, 0)).toBe(count / COMMIT_COUNT)
}, 90_000)

/** Commits of 200 messages, the first of each with one wrong value beside the right one. */
function feedUntilStopped(journal: Journal) {
  const stopping = new AbortController()
  const run = async () => {
    let count = 0
    while (!stopping.signal.aborted) {
      const first = count
      await journal.append(Array.from({ length: COMMIT_COUNT }, (_, i) => createEntry(first, i)))
      count += COMMIT_COUNT
      await delay(5)
    }
    return count
  }
  const running = run()
  return {
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

function createEntry(first: number, nth: number) {
  const wrong = nth === 0 ? { ph: 99 } : {}
  const content = { time: AT + first + nth, co2: (first + nth) % 1000, ...wrong }
  return entryOf(JSON.stringify(content), { receivedAt: Date.now() })
}

async function startIngest(data: string): Promise<ChildProcess> {
  const program = join(import.meta.dirname, '../nguon.ts')
  const env = { PATH: process.env['PATH'], NGUON_DATA: data, NGUON_LOG_LEVEL: 'warn' }
  const ingest = fork(program, ['ingest'], { env, execArgv: [] })
  await once(ingest, 'message')
  return ingest
}

async function end(ingest: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(ingest, 'exit')
  ingest.kill(signal)
  await ended
}
