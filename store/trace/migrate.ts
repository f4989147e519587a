import { migrateDatabase } from '../database/migrate.ts'
import { up as records } from './migrations/001-records.ts'
import type { Database } from './schema.ts'

const MIGRATIONS = {
  '001-records': { up: records },
}

export async function migrate(db: Database): Promise<void> {
  await migrateDatabase(db, MIGRATIONS)
}
