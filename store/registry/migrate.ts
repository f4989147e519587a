import { migrateDatabase } from '../database/migrate.ts'
import { up as first } from './migrations/001-first.ts'
import { up as rejectionsByContent } from './migrations/002-rejections-by-content.ts'
import { up as alarms } from './migrations/003-alarms.ts'
import { up as notifications } from './migrations/005-notifications.ts'
import { up as siteModes } from './migrations/006-site-modes.ts'
import { up as excursions } from './migrations/007-excursions.ts'
import { up as calibrations } from './migrations/008-calibrations.ts'
import { up as noticeReasons } from './migrations/009-notice-reasons.ts'
import type { Database } from './schema.ts'

const MIGRATIONS = {
  '001-first': { up: first },
  '002-rejections-by-content': { up: rejectionsByContent },
  '003-alarms': { up: alarms },
  '005-notifications': { up: notifications },
  '006-site-modes': { up: siteModes },
  '007-excursions': { up: excursions },
  '008-calibrations': { up: calibrations },
  '009-notice-reasons': { up: noticeReasons },
}

export async function migrate(db: Database): Promise<void> {
  await migrateDatabase(db, MIGRATIONS)
}
