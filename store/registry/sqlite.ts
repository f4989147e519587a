import { DatabaseSync } from 'node:sqlite'

import { Kysely } from 'kysely'

import { NguonError, toMessage } from '#domain/error.ts'

import type { Registry } from './contract.ts'
import { migrate } from './migrate.ts'
import { createRegistry, type RegistryOptions } from './registry.ts'
import type { Schema } from './schema.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'

export interface SqliteRegistryOptions extends RegistryOptions {
  /** The file; its folder exists. Any number of processes may have it open. */
  readonly path: string
}

/**
 * How long a write waits for another process's, milliseconds; then REGISTRY_BUSY. `node:sqlite` waits without the event
 * loop, so it is short; writes here take a few milliseconds. Reads never wait (WAL).
 */
const BUSY_MS_MAX = 2_000

export async function openSqliteRegistry(options: SqliteRegistryOptions): Promise<Registry> {
  const database = openDatabase(options.path)
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(database) })
  try {
    await migrate(db)
  } catch (error) {
    database.close()
    throw error
  }
  return createRegistry(db, options)
}

function openDatabase(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: BUSY_MS_MAX })
    // FULL: what a person was told is saved survives a power cut.
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
    return database
  } catch (error) {
    throw new NguonError('REGISTRY_OPEN', `cannot open ${path}: ${toMessage(error)}`, {
      cause: error,
    })
  }
}
