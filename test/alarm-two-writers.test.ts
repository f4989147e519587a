import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { expect, onTestFinished, test } from 'vitest'

import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { MINUTE } from '#domain/time.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { settle, START } from './contracts/registry/fixture.ts'
import { VAT_HOT } from './vat-hot.ts'

const CHANNEL_COUNT = 6
const LIMIT: AlarmLimit = {
  ...VAT_HOT,
  levels: [
    { bound: 45, priority: 'medium', onDelay: 5 * MINUTE },
    { bound: 50, priority: 'high', onDelay: 2 * MINUTE },
  ],
  offDelay: 4 * MINUTE,
}

/** The lives of alarms that so many processes watch at once, alarm by alarm. */
async function watchBy(processCount: number) {
  const folder = await mkdtemp(join(tmpdir(), 'nguon-two-writers-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'registry.db')
  await using registry = await openSqliteRegistry({ path })
  await settle(registry, 'probe-1')
  for (let index = 0; index < CHANNEL_COUNT; index++) {
    await registry.channels.ensure('probe-1', `temperature/${index}`, 'temperature')
  }
  const approved = { approvedBy: 'lan', reason: 'test', recordedAt: START, withdrawn: false }
  await registry.limits.add({ limit: LIMIT, ...approved, validFrom: START })

  const program = join(import.meta.dirname, 'alarm-observe-process.ts')
  const runs = Array.from({ length: processCount }, (_, index) =>
    promisify(execFile)(process.execPath, [program, path, String(5 * index)]),
  )
  await Promise.all(runs)
  const alarms = await registry.alarms.list({ limit: 100 })
  const lives = alarms.map(async ({ id, channel }) => {
    const history = await registry.alarms.history({ alarm: id, limit: 10_000 })
    const told = history.map(({ kind, at, level, value }) => [
      kind,
      (at - START) / MINUTE,
      level,
      value,
    ])
    return [channel, told] as const
  })
  return Object.fromEntries(await Promise.all(lives))
}

test('several processes that watch the same channels at once tell what one tells, and nothing twice', async () => {
  const alone = await watchBy(1)
  expect(Object.keys(alone)).toHaveLength(CHANNEL_COUNT)
  for (const life of Object.values(alone)) expect(life.length).toBeGreaterThan(8)
  expect(await watchBy(3)).toEqual(alone)
}, 60_000)
