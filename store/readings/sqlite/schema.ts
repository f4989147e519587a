import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

import { NguonError } from '#domain/error.ts'
import type { Instant } from '#domain/time.ts'

import { prepareQuery, writeAtOnce } from './statement.ts'

/**
 * readings.db. Writes go to the active one of two hot tables, in time order, which is kind to flash; the other one is
 * immutable while its rows are sealed into `chunk`, `day` and `hours`. On equal (channel, measured_at) the active table
 * is newer than the inactive, and that newer than the chunk. SQLite keeps −0 as 0. Rows of `chunk` never cross a day; a chunk covers the time from its
 * start_at to the next one's. `day` and `hours` are the roll-ups of exactly what the day's chunks hold.
 */
const SCHEMA = `
  CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    day_offset INTEGER NOT NULL, -- days begin at midnight of this offset from UTC, ms
    active INTEGER NOT NULL DEFAULT 0,
    rotated_at INTEGER NOT NULL DEFAULT 0,
    raw_from INTEGER NOT NULL DEFAULT -9007199254740991, -- chunks of days before are gone; later writes there are refused
    hourly_from INTEGER NOT NULL DEFAULT -9007199254740991 -- roll-ups of days before are gone
  ) STRICT;
  CREATE TABLE channel (
    id INTEGER PRIMARY KEY, device TEXT NOT NULL, name TEXT NOT NULL, quantity TEXT NOT NULL,
    first_at INTEGER NOT NULL -- the oldest measured_at that is kept
  ) STRICT;
  CREATE TABLE latest (
    channel INTEGER PRIMARY KEY, measured_at INTEGER NOT NULL, value REAL NOT NULL, quality INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE hot_0 (
    measured_at INTEGER NOT NULL, channel INTEGER NOT NULL, value REAL NOT NULL, quality INTEGER NOT NULL,
    PRIMARY KEY (measured_at, channel)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE hot_1 (
    measured_at INTEGER NOT NULL, channel INTEGER NOT NULL, value REAL NOT NULL, quality INTEGER NOT NULL,
    PRIMARY KEY (measured_at, channel)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE chunk (
    channel INTEGER NOT NULL, start_at INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (channel, start_at)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE day (
    channel INTEGER NOT NULL, day INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
    count INTEGER NOT NULL, min REAL NOT NULL, max REAL NOT NULL, sum REAL NOT NULL, last REAL NOT NULL,
    PRIMARY KEY (channel, day)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE hours (
    channel INTEGER NOT NULL, day INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (channel, day)
  ) WITHOUT ROWID, STRICT;
`
/** Chunks that could not be read any more, as they were. Their readings are in no other table. */
const DAMAGED = `
  CREATE TABLE damaged (
    channel INTEGER NOT NULL, start_at INTEGER NOT NULL, data BLOB NOT NULL
  ) STRICT;
`
/** 2 has the table `damaged`, and chunks with a checksum beside those without. */
const VERSION = 2
const VERSION_MIN = 1

/**
 * How long a statement waits (and its thread with it) for another connection's transaction, which takes some 20 ms; then the
 * call fails with READINGS_BUSY and may be made again.
 */
export const BUSY_MS_MAX = 1_000

/** Maintenance moves pages out of the write-ahead log in its own thread; at this many (64 MB) the writer has to do it itself. */
const LOG_PAGES_MAX = 16_384
/** A log that grew beyond this is cut when it starts over. */
const LOG_BYTES_KEPT = 67_108_864

export type HotTable = 'hot_0' | 'hot_1'

export interface Meta {
  readonly dayOffset: number
  readonly active: HotTable
  readonly inactive: HotTable
  readonly rotatedAt: Instant
  readonly rawFrom: Instant
  readonly hourlyFrom: Instant
}

/** True when the hot tables have not changed roles in between. */
export function isSameRotation(a: Meta, b: Meta): boolean {
  return a.active === b.active && a.rotatedAt === b.rotatedAt
}

/** Opens for writing; makes the file when there is none. */
export function openForWriting(path: string, dayOffset: number): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_MS_MAX })
  try {
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = ${LOG_PAGES_MAX};
      PRAGMA journal_size_limit = ${LOG_BYTES_KEPT}`)
    writeAtOnce(db, () => {
      if (readVersion(db) === 0) createSchema(db, dayOffset)
      checkVersion(path, readVersion(db))
      if (readVersion(db) < VERSION) db.exec(`${DAMAGED} PRAGMA user_version = ${VERSION}`)
    })
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens for reading; undefined while the writer has not made the file yet. */
export function openForReading(path: string): DatabaseSync | undefined {
  if (!existsSync(path)) return undefined
  const db = new DatabaseSync(path, { timeout: BUSY_MS_MAX, readOnly: true })
  try {
    const version = readVersion(db)
    if (version > 0) checkVersion(path, version)
    if (version > 0) return db
  } catch (error) {
    db.close()
    throw error
  }
  db.close()
  return undefined
}

/** A store without readings, for as long as there is none. */
export function openEmpty(): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  createSchema(db, 0)
  return db
}

export function prepareMeta(db: DatabaseSync): () => Meta {
  type Row = readonly [number, number, number, number, number]
  const query = prepareQuery<[], Row>(
    db,
    'SELECT day_offset, active, rotated_at, raw_from, hourly_from FROM meta',
  )
  return () => {
    const row = query.get()
    if (row === undefined) throw new Error('readings.db has no meta row')
    const [dayOffset, active, rotatedAt, rawFrom, hourlyFrom] = row
    const tables = active === 0 ? HOT_TABLES : HOT_TABLES.toReversed()
    const [activeTable = 'hot_0', inactive = 'hot_1'] = tables
    return { dayOffset, active: activeTable, inactive, rotatedAt, rawFrom, hourlyFrom }
  }
}
const HOT_TABLES: readonly HotTable[] = ['hot_0', 'hot_1']

function createSchema(db: DatabaseSync, dayOffset: number): void {
  db.exec(SCHEMA)
  db.exec(DAMAGED)
  db.prepare('INSERT INTO meta (id, day_offset) VALUES (1, ?)').run(dayOffset)
  db.exec(`PRAGMA user_version = ${VERSION}`)
}

function readVersion(db: DatabaseSync): number {
  return prepareQuery<[], readonly [number]>(db, 'PRAGMA user_version').get()?.[0] ?? 0
}

function checkVersion(path: string, version: number): void {
  if (version >= VERSION_MIN && version <= VERSION) return
  throw new NguonError(
    'READINGS_CONFIGURATION',
    `${path} has format ${version}; this Nguồn knows ${VERSION}. Run the version that wrote it, or give another NGUON_DATA.`,
  )
}
