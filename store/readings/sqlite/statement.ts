import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

/** A prepared statement whose rows are arrays: three times faster to read than objects. */
export interface Query<Params extends readonly SQLInputValue[], Row> {
  all(...params: Params): Row[]
  get(...params: Params): Row | undefined
  iterate(...params: Params): IterableIterator<Row>
}

/** The one place where what SQL says about columns becomes types: `Row` is the author's word. */
export function prepareQuery<Params extends readonly SQLInputValue[], Row>(
  db: DatabaseSync,
  sql: string,
): Query<Params, Row> {
  const statement = db.prepare(sql)
  statement.setReturnArrays(true)
  return statement as unknown as Query<Params, Row>
}

/** Everything that `work` reads is of one moment. */
export function readAtOnce<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN')
  try {
    return work()
  } finally {
    // SQLite ends the transaction itself after some failures; what failed must not be hidden.
    if (db.isTransaction) db.exec('COMMIT')
  }
}

/** All or nothing; takes the write lock at once, so it cannot fail half-way for want of it. */
export function writeAtOnce<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
