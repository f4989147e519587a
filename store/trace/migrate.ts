import { migrateDatabase } from '../database/migrate.ts'
import { up as records } from './migrations/001-records.ts'
import { up as events } from './migrations/002-events.ts'
import type { Database } from './schema.ts'

const MIGRATIONS = {
  '001-records': { up: records },
  '002-events': { up: events },
}

export async function migrate(db: Database): Promise<void> {
  await migrateDatabase(db, MIGRATIONS)
}
