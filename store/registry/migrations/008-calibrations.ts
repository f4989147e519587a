import type { Kysely } from 'kysely'

import type { CounterTable } from '../schema.ts'

/** What channels were compared with, and until when that holds. */
export async function up(db: Kysely<{ counter: CounterTable }>): Promise<void> {
  await db.schema
    .createTable('calibration')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('channel', 'bigint', (column) => column.notNull().references('channel.id'))
    .addColumn('calibrated_at', 'bigint', (column) => column.notNull())
    .addColumn('valid_until', 'bigint', (column) => column.notNull())
    .addColumn('certificate', 'text', (column) => column.notNull())
    .addColumn('laboratory', 'text', (column) => column.notNull())
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('found_error', 'double precision')
    .addColumn('is_adjusted', 'integer', (column) => column.notNull())
    .addColumn('certificate_hash', 'text')
    .addColumn('by_person', 'text', (column) => column.notNull())
    .addColumn('corrects', 'bigint', (column) => column.references('calibration.id').unique())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('calibration_by_channel')
    .on('calibration')
    .columns(['channel', 'calibrated_at'])
    .execute()
  await db.insertInto('counter').values({ name: 'calibration', value: 0 }).execute()
}
