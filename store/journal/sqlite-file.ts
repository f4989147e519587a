import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { NguonError, toMessage } from '#domain/error.ts'

import { sqliteCode, toJournalError } from './sqlite-error.ts'

/** "nguo" in ASCII: tells our file from any other SQLite database. */
const APPLICATION_ID = 0x6e67756f
const SCHEMA_VERSION = 2

// A batch is one row, so a commit of a thousand messages writes a dozen pages and not a thousand cells.
// `trimmed` remembers the last sequence and the seal when no batch is left to tell them.
const SCHEMA = `
  CREATE TABLE batch (
    first_sequence INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    seal BLOB
  );
  CREATE TABLE trimmed (through INTEGER NOT NULL, seal BLOB);
  INSERT INTO trimmed VALUES (0, NULL);
  CREATE TABLE cursor (consumer TEXT PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE online (device TEXT PRIMARY KEY) WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`

// Commits of version 1 have no seals; the first one behind them begins the chain.
const SEALS = `
  ALTER TABLE batch ADD COLUMN seal BLOB;
  ALTER TABLE trimmed ADD COLUMN seal BLOB;
  PRAGMA user_version = ${SCHEMA_VERSION};
`

/** Another process holds the file for microseconds (a cursor) to milliseconds (a commit); beyond this something is wrong. */
export const BUSY_MS_MAX = 5_000
/** After a burst or a long reader the write-ahead log is cut back to this size. */
const WAL_BYTES_KEPT_MAX = 64 * 1024 * 1024

/** Opens the file, makes it a journal when it is new, and refuses with advice when it is something else. */
export function openJournalFile(path: string): DatabaseSync {
  requireFolder(path)
  try {
    const database = new DatabaseSync(path, { timeout: BUSY_MS_MAX })
    try {
      prepareFile(database, path)
    } catch (error) {
      database.close()
      throw error
    }
    return database
  } catch (error) {
    throw toOpenError(error, path)
  }
}

function requireFolder(path: string): void {
  const folder = dirname(path)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return
  throw openError(`cannot open the journal ${path}: the folder ${folder} does not exist; create it`)
}

function prepareFile(database: DatabaseSync, path: string): void {
  const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode']
  if (mode !== 'wal') {
    throw openError(
      `cannot open the journal ${path}: its disk allows no write-ahead log (mode ${String(mode)}); use a local disk, not a network share`,
    )
  }
  database.exec(`PRAGMA journal_size_limit = ${WAL_BYTES_KEPT_MAX}; BEGIN IMMEDIATE`)
  if (isNew(database)) database.exec(SCHEMA)
  else requireJournal(database, path)
  database.exec('COMMIT')
}

function isNew(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
}

function requireJournal(database: DatabaseSync, path: string): void {
  if (readPragma(database, 'application_id') !== APPLICATION_ID) {
    throw openError(
      `${path} is a database of another program, not a journal; move it away or choose another path`,
    )
  }
  const version = readPragma(database, 'user_version')
  if (version === 1) return database.exec(SEALS)
  if (version !== SCHEMA_VERSION) {
    throw openError(
      `${path} has journal version ${version}; this Nguồn reads version ${SCHEMA_VERSION}: install the version that wrote it`,
    )
  }
}

export function readPragma(database: DatabaseSync, name: string): number {
  const row = database.prepare(`PRAGMA ${name}`).get()
  return Number(row?.[name])
}

function openError(message: string, cause?: unknown): NguonError {
  return new NguonError('JOURNAL_OPEN', message, { cause })
}

const SQLITE_READONLY = 8
const SQLITE_CANTOPEN = 14
const SQLITE_NOTADB = 26

function toOpenError(error: unknown, path: string): unknown {
  const code = sqliteCode(error)
  if (code === SQLITE_CANTOPEN || code === SQLITE_READONLY) {
    return openError(
      `cannot open the journal ${path}: ${toMessage(error)}; the user that runs Nguồn must be allowed to write this file and its folder`,
      error,
    )
  }
  if (code !== SQLITE_NOTADB) return toJournalError(error, path)
  return openError(
    `${path} is not a SQLite database; move it away, or restore the journal from a backup`,
    error,
  )
}
