import { openSqliteFile, type SqliteFile } from '../database/sqlite-file.ts'
import type { TraceStore } from './contract.ts'
import { migrate } from './migrate.ts'
import type { Schema } from './schema.ts'
import { createTraceStore } from './trace-store.ts'

/**
 * A file of its own beside `registry.db`, written by the API alone: a partner who hands in thousands of events does not
 * make alarms wait for their turn to write.
 */
export async function openSqliteTrace(file: SqliteFile): Promise<TraceStore> {
  return createTraceStore(await openSqliteFile<Schema>(file, migrate))
}
