import type { DatabaseSync } from 'node:sqlite'

import type { Instant } from '#domain/time.ts'

/** One call deletes about this much, so that it takes milliseconds and an append never waits long. */
const TRIM_BYTES_MAX = 4 * 1024 * 1024
const TRIM_BATCHES_MAX = 1_000

/** Whose time is up among the batches that every consumer has passed. */
export interface Due {
  /** Those received before this. */
  readonly before: Instant
  /** And of the others the oldest that hold as many bytes together. */
  readonly excessBytes: number
}

/** Deletes the oldest batches that every consumer has passed and that are due; how many entries went. */
export function trimBatches(database: DatabaseSync, due: Due): number {
  const passed = database.prepare('SELECT min(sequence) AS sequence FROM cursor').get()?.[
    'sequence'
  ]
  if (typeof passed !== 'number') return 0
  const { through, count } = findTrimmable(database, passed, due)
  if (count > 0) deleteThrough(database, through)
  return count
}

function findTrimmable(database: DatabaseSync, passed: number, due: Due) {
  const oldest = database.prepare(
    `SELECT first_sequence + count - 1 AS last, count, received_at, length(bytes) AS bytes
     FROM batch ORDER BY first_sequence LIMIT ${TRIM_BATCHES_MAX}`,
  )
  const found = { through: 0, count: 0, bytes: 0 }
  for (const row of oldest.iterate()) {
    const isDue = Number(row['received_at']) < due.before || found.bytes < due.excessBytes
    if (Number(row['last']) > passed || !isDue) break
    found.through = Number(row['last'])
    found.count += Number(row['count'])
    found.bytes += Number(row['bytes'])
    if (found.bytes >= TRIM_BYTES_MAX) break
  }
  return found
}

function deleteThrough(database: DatabaseSync, through: number): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    database
      .prepare(
        `UPDATE trimmed SET through = ?1, seal = (
           SELECT seal FROM batch WHERE first_sequence <= ?1 ORDER BY first_sequence DESC LIMIT 1)`,
      )
      .run(through)
    database.prepare('DELETE FROM batch WHERE first_sequence <= ?').run(through)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
