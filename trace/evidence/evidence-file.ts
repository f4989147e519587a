import { DatabaseSync } from 'node:sqlite'

import { NguonError, toMessage } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'

/** "ngue" in ASCII. */
const APPLICATION_ID = 0x6e677565
const SCHEMA_VERSION = 1
const BUSY_MS_MAX = 5 * SECOND

/*
 * A tile holds the hashes of up to 256 neighbouring nodes of level 0, 8, 16 …: a proof reads a few of them, a full one never
 * changes. `stretch` says which numbers the leaves have in their store. One process writes everything but `wish`.
 */
const SCHEMA = `
  CREATE TABLE log (
    name TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    number INTEGER NOT NULL,
    seal BLOB,
    archived_number INTEGER NOT NULL,
    waiting_bytes INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE tile (
    log TEXT NOT NULL,
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (log, level, position)
  );
  CREATE TABLE stretch (
    log TEXT NOT NULL,
    first_index INTEGER NOT NULL,
    first_number INTEGER NOT NULL,
    PRIMARY KEY (log, first_index)
  ) WITHOUT ROWID;
  CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    log TEXT NOT NULL,
    kind TEXT NOT NULL,
    first_number INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    head INTEGER
  );
  CREATE TABLE head (
    log TEXT NOT NULL,
    number INTEGER NOT NULL,
    size INTEGER NOT NULL,
    body TEXT NOT NULL,
    signature TEXT NOT NULL,
    time_stamp BLOB,
    PRIMARY KEY (log, number)
  );
  CREATE TABLE archive (
    name TEXT PRIMARY KEY,
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    is_removed INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE INDEX archive_by_sequence ON archive (first_sequence);
  CREATE TABLE key (added INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, spki BLOB NOT NULL);
  CREATE TABLE wish (log TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`

/** Opens evidence.db, makes it when it is new, refuses what is something else (`EVIDENCE_OPEN`). Any number of processes may read. */
export function openEvidenceFile(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: BUSY_MS_MAX })
    try {
      prepare(database)
    } catch (error) {
      database.close()
      throw error
    }
    return database
  } catch (error) {
    throw new NguonError(
      'EVIDENCE_OPEN',
      `cannot open ${path}: ${toMessage(error)}; move it away if it is not the evidence of this Nguồn, or restore it from a backup`,
      { cause: error },
    )
  }
}

function prepare(database: DatabaseSync): void {
  // Leaves count as written, and the journal may trim their entries, only when they are on disk.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE')
  const isNew = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (isNew) database.exec(SCHEMA)
  else requireOurs(database)
  database.exec('COMMIT')
}

function requireOurs(database: DatabaseSync): void {
  const id = database.prepare('PRAGMA application_id').get()?.['application_id']
  if (id !== APPLICATION_ID) throw new Error('it is a database of another program')
  const version = database.prepare('PRAGMA user_version').get()?.['user_version']
  if (version === SCHEMA_VERSION) return
  throw new Error(`it has version ${String(version)}; this Nguồn reads version ${SCHEMA_VERSION}`)
}

/** All of `work` or nothing. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite itself has already rolled back after some failures, such as a full disk.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
