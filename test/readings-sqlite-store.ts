import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { pino } from 'pino'

import type { Retention } from '#store/readings/contract.ts'
import { openSqliteReadingsReader } from '#store/readings/sqlite/reader.ts'
import { openSqliteReadingsWriter } from '#store/readings/sqlite/writer.ts'

import type { ReadingsEngine } from './contracts/readings/fixture.ts'

const FOR_EVER: Retention = { raw: null, hourly: null }

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'nguon-readings-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

export interface StoreOptions {
  readonly retention?: Retention
  readonly dayOffset?: number
}

export async function openWriter(
  path: string,
  { retention = FOR_EVER, dayOffset }: StoreOptions = {},
) {
  const log = pino({ level: 'silent' })
  const options = { path, retention, log }
  return openSqliteReadingsWriter(dayOffset === undefined ? options : { ...options, dayOffset })
}

export interface SqliteStore extends ReadingsEngine {
  readonly path: string
  /** Closes writer and reader and opens the same file again. */
  readonly reopen: () => Promise<ReadingsEngine>
}

/** Writer and reader of a new file. */
export async function openStore(options: StoreOptions = {}): Promise<SqliteStore> {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'readings.db')
  let opened = await openBoth(path, options)
  const reopen = async () => {
    await opened[Symbol.asyncDispose]()
    opened = await openBoth(path, options)
    return opened
  }
  return {
    path,
    reopen,
    writer: opened.writer,
    reader: opened.reader,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

async function openBoth(path: string, options: StoreOptions): Promise<ReadingsEngine> {
  const reader = await openSqliteReadingsReader({ path })
  const writer = await openWriter(path, options)
  const close = async () => {
    await reader[Symbol.asyncDispose]()
    await writer[Symbol.asyncDispose]()
  }
  return { reader, writer, [Symbol.asyncDispose]: close }
}
