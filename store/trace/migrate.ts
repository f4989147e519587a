import { migrateDatabase } from '../database/migrate.ts'
import { up as records } from './migrations/001-records.ts'
import { up as events } from './migrations/002-events.ts'
import { up as scans } from './migrations/003-scans.ts'
import type { Database } from './schema.ts'

const MIGRATIONS = {
  '001-records': { up: records },
  '002-events': { up: events },
  '003-scans': { up: scans },
}

export async function migrate(db: Database): Promise<void> {
  await migrateDatabase(db, MIGRATIONS)
}
