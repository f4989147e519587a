import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { pino } from 'pino'

import { openSqliteReadingsReader } from '#store/readings/sqlite/reader.ts'
import { openSqliteReadingsWriter } from '#store/readings/sqlite/writer.ts'

import { readingsContract } from './contracts/readings.ts'
import type { ReadingsEngine } from './contracts/readings/fixture.ts'

readingsContract('SQLite', openEngine, { randomRuns: 60 })

async function openEngine(): Promise<ReadingsEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'nguon-readings-'))
  const path = join(folder, 'readings.db')
  const reader = await openSqliteReadingsReader({ path })
  const writer = await openSqliteReadingsWriter({
    path,
    retention: { raw: null, hourly: null },
    log: pino({ level: 'silent' }),
  })
  return {
    reader,
    writer,
    [Symbol.asyncDispose]: async () => {
      await reader[Symbol.asyncDispose]()
      await writer[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}
