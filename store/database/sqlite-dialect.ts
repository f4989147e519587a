import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely'

import { retryWhileBusy } from './sqlite-busy.ts'
import { toRegistryError } from './sqlite-error.ts'

/** Kysely's own SQLite dialect, spoken to the SQLite that Node carries. */
export function createSqliteDialect(database: DatabaseSync, busyMsMax: number): Dialect {
  return {
    createDriver: () => new TurnsDriver(database, busyMsMax),
    createAdapter: () => new TurnsAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

/** One connection, given to one after the other in the order of asking. */
class TurnsDriver extends SqliteDriver {
  readonly #busyMsMax: number
  readonly #database: DatabaseSync
  #last: Promise<void> = Promise.resolve()
  #endTurn = (): void => {}

  constructor(database: DatabaseSync, busyMsMax: number) {
    super({ database: toKyselyDatabase(database) })
    this.#busyMsMax = busyMsMax
    this.#database = database
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last
    const turn = Promise.withResolvers<void>()
    this.#last = turn.promise
    await before
    this.#endTurn = turn.resolve
    return await super.acquireConnection()
  }

  override async releaseConnection(): Promise<void> {
    this.#endTurn()
  }

  /**
   * All our transactions write. One that begins as a reader and finds at its first write that another process has
   * written since is refused at once, without waiting (https://sqlite.org/lang_transaction.html §2.2).
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const begin = CompiledQuery.raw('begin immediate')
    await retryWhileBusy(this.#busyMsMax, () => connection.executeQuery(begin))
  }

  /**
   * SQLite itself has already rolled back after some failures, such as a full disk (https://sqlite.org/lang_transaction.html
   * §3.1); to do it again would fail, and hide the first error.
   */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection)
  }
}

class TurnsAdapter extends SqliteAdapter {
  /** Turns are the driver's: Kysely's own mutex wakes all who wait at every turn, 15 times slower with 10,000 waiting. */
  override get supportsMultipleConnections(): boolean {
    return true
  }

  /** SQLite can change tables in a transaction; so the migrations of processes that start together follow one another. */
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Prepared statements kept; our queries are some fifty, so it is reached only by a mistake: then it begins anew. */
const STATEMENTS_MAX = 500

function toKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  const prepare = (sql: string): SqliteStatement => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = toKyselyStatement(guard(() => database.prepare(sql)))
    if (statements.size >= STATEMENTS_MAX) statements.clear()
    statements.set(sql, statement)
    return statement
  }
  return { prepare, close: () => database.close() }
}

function toKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guard(() => statement.all(...toInputs(parameters))),
    run: (parameters) => guard(() => statement.run(...toInputs(parameters))),
    iterate: (parameters) => statement.iterate(...toInputs(parameters)),
  }
}

/** Kysely has checked them against the schema, whose columns are text, numbers and bytes. */
function toInputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}

function guard<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    throw toRegistryError(error)
  }
}
