import type { DatabaseSync } from 'node:sqlite'

import { NguonError } from '#domain/error.ts'

import type { SequencedEntry } from './contract.ts'
import { FrameEncoder } from './frame.ts'
import { FIRST_SEAL, sealCommit } from './seal.ts'
import { openJournalFile } from './sqlite-file.ts'

/** An entry to be put back, or one of which nothing but its place is known. */
export type RestoredEntry = SequencedEntry | { readonly kind: 'damaged'; readonly sequence: number }

const BATCH_ENTRIES_MAX = 1_000

/**
 * Makes a journal of entries that were kept elsewhere, under the sequences that they had; ascending. What is lost or missing in between
 * reads as damaged. Resolves with the count of whole entries. Throws a NguonError `JOURNAL_NOT_EMPTY` when the file holds any.
 */
export async function restoreSqliteJournal(
  path: string,
  entries: AsyncIterable<RestoredEntry>,
): Promise<number> {
  using database = openJournalFile(path)
  if (database.prepare('SELECT 1 FROM batch').get() !== undefined) {
    throw new NguonError(
      'JOURNAL_NOT_EMPTY',
      `${path} holds entries; name a file that does not exist`,
    )
  }
  database.exec('PRAGMA synchronous = FULL')
  const restorer = new Restorer(database)
  let batch: SequencedEntry[] = []
  let count = 0
  for await (const entry of entries) {
    const follows = entry.sequence === (batch.at(-1)?.sequence ?? restorer.lastSequence) + 1
    if (!follows || entry.kind === 'damaged' || batch.length === BATCH_ENTRIES_MAX) {
      restorer.put(batch)
      batch = []
    }
    if (entry.kind === 'damaged') continue
    batch.push(entry)
    count++
  }
  restorer.put(batch)
  return count
}

class Restorer {
  readonly #database: DatabaseSync
  readonly #encoder = new FrameEncoder()
  #seal: Uint8Array = FIRST_SEAL
  #isBegun = false
  lastSequence = 0

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** Of consecutive sequences. */
  put(entries: readonly SequencedEntry[]): void {
    const [first] = entries
    if (first === undefined) return
    if (!this.#isBegun) this.#begin(first.sequence)
    const lostCount = first.sequence - this.lastSequence - 1
    // Bytes without a checksum: they read as damaged, as they are.
    if (lostCount > 0) this.#insert({ count: lostCount, latestAt: 0, frame: Buffer.of() })
    const latestAt = entries.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt), 0)
    this.#insert({ count: entries.length, latestAt, frame: this.#encoder.encode(entries) })
  }

  #begin(firstSequence: number): void {
    this.#database.prepare('UPDATE trimmed SET through = ?').run(firstSequence - 1)
    this.lastSequence = firstSequence - 1
    this.#isBegun = true
  }

  #insert({ count, latestAt, frame }: { count: number; latestAt: number; frame: Buffer }): void {
    const firstSequence = this.lastSequence + 1
    this.#seal = sealCommit(this.#seal, firstSequence, frame)
    this.#database
      .prepare('INSERT INTO batch VALUES (?, ?, ?, ?, ?)')
      .run(firstSequence, count, latestAt, frame, this.#seal)
    this.lastSequence += count
  }
}
