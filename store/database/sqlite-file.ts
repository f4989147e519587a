import { DatabaseSync } from 'node:sqlite'

import { Kysely } from 'kysely'

import { NguonError, toMessage } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'

import { retryWhileBusy } from './sqlite-busy.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'

export interface SqliteFile {
  /** The file; its folder exists. Any number of processes may have it open. */
  readonly path: string
  /** How long a write waits for those of other processes, which take milliseconds; then REGISTRY_BUSY. Default 5 s. */
  readonly busyMsMax?: number
}

const BUSY_MS_MAX = 5 * SECOND

/** SQLite's own waiting stops the event loop; it is for the instants of a checkpoint. See `retryWhileBusy`. */
const BLOCKED_MS_MAX = 10

/** The database in a file, made when there is none, brought up to date by `migrate`. Whoever opens it destroys it. */
export async function openSqliteFile<Schema>(
  { path, busyMsMax = BUSY_MS_MAX }: SqliteFile,
  migrate: (db: Kysely<Schema>) => Promise<void>,
): Promise<Kysely<Schema>> {
  const database = await openDatabase(path, busyMsMax)
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(database, busyMsMax) })
  try {
    await retryWhileBusy(busyMsMax, () => migrate(db))
    return db
  } catch (error) {
    database.close()
    throw error
  }
}

async function openDatabase(path: string, busyMsMax: number): Promise<DatabaseSync> {
  let database: DatabaseSync | undefined
  try {
    const opened = new DatabaseSync(path, { timeout: BLOCKED_MS_MAX })
    database = opened
    // Reads and a write go on beside one another (WAL); what a person was told is saved survives a power cut (FULL).
    await retryWhileBusy(busyMsMax, () => {
      opened.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
    })
    return opened
  } catch (error) {
    database?.close()
    if (error instanceof NguonError) throw error
    const message = `cannot open the registry ${path}: ${toMessage(error)}; its folder must exist`
    throw new NguonError('REGISTRY_OPEN', message, { cause: error })
  }
}
