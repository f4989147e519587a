import type { DatabaseSync, StatementSync } from 'node:sqlite'

import { readPragma } from './sqlite-file.ts'

/** How much of the file is in use: freed pages are used again and do not count. */
export class SqliteUsage {
  readonly #pageBytes: number
  readonly #pageCount: StatementSync
  readonly #freePageCount: StatementSync

  constructor(database: DatabaseSync) {
    this.#pageBytes = readPragma(database, 'page_size')
    this.#pageCount = database.prepare('PRAGMA page_count')
    this.#freePageCount = database.prepare('PRAGMA freelist_count')
  }

  bytes(): number {
    const pages = Number(this.#pageCount.get()?.['page_count'])
    const free = Number(this.#freePageCount.get()?.['freelist_count'])
    return (pages - free) * this.#pageBytes
  }
}

export function readLastSequence(database: DatabaseSync): number {
  const last = database
    .prepare(
      `SELECT max(
         (SELECT through FROM trimmed),
         coalesce((SELECT first_sequence + count - 1 FROM batch ORDER BY first_sequence DESC LIMIT 1), 0)
       ) AS sequence`,
    )
    .get()
  return Number(last?.['sequence'])
}

/** The seal of the last commit, also when that was trimmed; `undefined` when it has none. */
export function readLastSeal(database: DatabaseSync): Uint8Array | undefined {
  const last = database
    .prepare(
      `SELECT CASE WHEN EXISTS (SELECT 1 FROM batch)
         THEN (SELECT seal FROM batch ORDER BY first_sequence DESC LIMIT 1)
         ELSE (SELECT seal FROM trimmed) END AS seal`,
    )
    .get()
  return last?.['seal'] instanceof Uint8Array ? last['seal'] : undefined
}
