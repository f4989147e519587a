import type { DatabaseSync, StatementSync } from 'node:sqlite'

import { NguonError } from '#domain/error.ts'

import type { Entry } from './contract.ts'
import { FrameEncoder } from './frame.ts'
import { FIRST_SEAL, sealCommit } from './seal.ts'
import { BUSY_MS_MAX } from './sqlite-file.ts'
import { trimBatches } from './sqlite-trim.ts'
import { readLastSeal, readLastSequence, SqliteUsage } from './sqlite-usage.ts'

/** The log is moved into the file each 4 MB: larger steps cost less in sum but stall a commit longer (16 MB: 60 ms). */
const CHECKPOINT_PAGES = 1_000

/** One commit. */
interface Batch {
  readonly entries: readonly Entry[]
  readonly frame: Buffer
  readonly seal: Buffer
}

/** The side of the file that the gateway holds. Synchronous: when `append` returns, the batch is on disk. */
export class SqliteAppender {
  readonly #database: DatabaseSync
  readonly #usage: SqliteUsage
  readonly #bytesMax: number
  readonly #encoder = new FrameEncoder()
  readonly #insert: StatementSync
  readonly #setOnline: StatementSync
  readonly #setOffline: StatementSync
  #lastSequence: number
  /** In memory for as long as this process appends: the file cannot talk it out of what it has sealed. */
  #lastSeal: Uint8Array

  constructor(database: DatabaseSync, bytesMax: number) {
    // In WAL mode only FULL syncs the log at each commit: https://sqlite.org/pragma.html#pragma_synchronous
    database.exec(
      `PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA busy_timeout = ${BUSY_MS_MAX}`,
    )
    this.#database = database
    this.#bytesMax = bytesMax
    this.#usage = new SqliteUsage(database)
    this.#lastSequence = readLastSequence(database)
    this.#lastSeal = readLastSeal(database) ?? FIRST_SEAL
    this.#insert = database.prepare('INSERT INTO batch VALUES (?, ?, ?, ?, ?)')
    this.#setOnline = database.prepare('INSERT OR IGNORE INTO online VALUES (?)')
    this.#setOffline = database.prepare('DELETE FROM online WHERE device = ?')
  }

  append(entries: readonly Entry[]): number {
    if (entries.length === 0) return this.#lastSequence
    const frame = this.#encoder.encode(entries)
    this.#requireRoom(frame.length)
    const batch = {
      entries,
      frame,
      seal: sealCommit(this.#lastSeal, this.#lastSequence + 1, frame),
    }
    const presences = entries.filter((entry) => entry.kind === 'presence')
    if (presences.length === 0) this.#insertBatch(batch)
    else this.#insertWithPresence(batch, presences)
    this.#lastSeal = batch.seal
    this.#lastSequence += entries.length
    return this.#lastSequence
  }

  #requireRoom(byteCount: number): void {
    let excessBytes = this.#excessBytes(byteCount)
    while (excessBytes > 0 && trimBatches(this.#database, { before: 0, excessBytes }) > 0) {
      excessBytes = this.#excessBytes(byteCount)
    }
    if (excessBytes <= 0) return
    throw new NguonError(
      'JOURNAL_FULL',
      `the journal holds ${this.#usage.bytes()} of ${this.#bytesMax} bytes, and none of it has been used by every consumer: let the ingest catch up, or raise NGUON_JOURNAL_BYTES_MAX`,
      { retry: true },
    )
  }

  #excessBytes(byteCount: number): number {
    return this.#usage.bytes() + byteCount - this.#bytesMax
  }

  #insertBatch({ entries, frame, seal }: Batch): void {
    const latestAt = entries.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt), 0)
    this.#insert.run(this.#lastSequence + 1, entries.length, latestAt, frame, seal)
  }

  #insertWithPresence(batch: Batch, presences: readonly Entry[]): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      this.#insertBatch(batch)
      for (const { device, payload } of presences) {
        const online = Buffer.from(payload).toString() === 'online'
        ;(online ? this.#setOnline : this.#setOffline).run(device)
      }
      this.#database.exec('COMMIT')
    } catch (error) {
      // SQLite itself has already rolled back after some failures, such as a full disk.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }
}
