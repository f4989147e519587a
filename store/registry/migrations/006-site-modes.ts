import type { Kysely } from 'kysely'

import type { AlarmEventTable, CounterTable } from '../schema.ts'

/** The modes of sites; until when an alarm has seen; to whom one was assigned stands beside why it was. */
export async function up(
  db: Kysely<{ counter: CounterTable; alarm_event: AlarmEventTable }>,
): Promise<void> {
  await createModes(db)
  await db.insertInto('counter').values({ name: 'site-mode', value: 0 }).execute()
  await db.schema.alterTable('alarm').addColumn('seen_at', 'bigint').execute()
  await db.schema.alterTable('alarm_event').addColumn('assignee', 'text').execute()
  await db
    .updateTable('alarm_event')
    .set((row) => ({ assignee: row.ref('reason'), reason: null }))
    .where('kind', '=', 'assigned')
    .execute()
  await db.schema.createIndex('alarm_by_place').on('alarm').columns(['place', 'id']).execute()
  await db.schema.createIndex('alarm_by_silence').on('alarm').columns(['silent', 'id']).execute()
}

async function createModes({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('site_mode')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('site', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('until_at', 'bigint', (column) => column.notNull())
    .addColumn('by_person', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_by', 'text')
    .addColumn('end_reason', 'text')
    .execute()
  await schema.createIndex('site_mode_of').on('site_mode').columns(['site', 'id']).execute()
  await schema.createIndex('site_mode_by_end').on('site_mode').column('until_at').execute()
}
