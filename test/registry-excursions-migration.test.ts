import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { Kysely } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'

import { MINUTE } from '#domain/time.ts'
import { createSqliteDialect } from '#store/database/sqlite-dialect.ts'
import { up } from '#store/registry/migrations/007-excursions.ts'
import type { Schema } from '#store/registry/schema.ts'
import { openSqliteRegistry } from '#store/registry/sqlite.ts'

import { settle, START, VAT } from './contracts/registry/fixture.ts'
import { VAT_HOT } from './vat-hot.ts'

test('what alarms lived through before there were excursions is marked to be told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nguon-registry-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'registry.db')
  const channel = await liveThrough(path)
  await migrateAgain(path)
  await using registry = await openSqliteRegistry({ path })
  expect(await registry.excursions.listDue(0, 10)).toEqual([
    { channel, from: START, until: START + 20 * MINUTE, dueAt: 0, revision: 0 },
  ])
})

/** A vat was hot for ten minutes. */
async function liveThrough(path: string): Promise<number> {
  await using registry = await openSqliteRegistry({ path })
  await settle(registry, 'probe-1')
  const channel = await registry.channels.ensure('probe-1', 'temperature/top', 'temperature')
  const approved = { approvedBy: 'lan', reason: 'start', recordedAt: START, withdrawn: false }
  const limit = await registry.limits.add({ limit: VAT_HOT, ...approved, validFrom: START })
  const see = (level: number, minute: number) =>
    registry.alarms.observe([
      { limit, channel, place: VAT.id, at: START + minute * MINUTE, level, value: 52 },
    ])
  await see(2, 0)
  await see(0, 10)
  await see(1, 20)
  return channel.id
}

async function migrateAgain(path: string): Promise<void> {
  const database = new DatabaseSync(path)
  database.exec(
    "drop table excursion; drop table excursion_mark; delete from counter where name = 'excursion-mark'",
  )
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(database, 1_000) })
  await up(db)
  await db.destroy()
}
