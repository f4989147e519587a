import { sql, type Kysely } from 'kysely'

import type { AlarmEventTable, AlarmTable, CounterTable, ExcursionMarkTable } from '../schema.ts'

interface Before {
  counter: CounterTable
  alarm: AlarmTable
  alarm_event: AlarmEventTable
  excursion_mark: ExcursionMarkTable
}

/** Conditions outside their limits in whatever order their readings came, and the time that has to be looked at again. */
export async function up(db: Kysely<Before>): Promise<void> {
  await createExcursions(db)
  await createMarks(db)
  await db.insertInto('counter').values({ name: 'excursion-mark', value: 0 }).execute()
  await markHistory(db)
}

async function createExcursions({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('excursion')
    .addColumn('limit_id', 'text', (column) => column.notNull())
    .addColumn('channel', 'bigint', (column) => column.notNull())
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('limit_version', 'bigint', (column) => column.notNull())
    .addColumn('channel_name', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('until_at', 'bigint')
    .addColumn('raised_at', 'bigint')
    .addColumn('settled_at', 'bigint')
    .addColumn('level', 'integer', (column) => column.notNull())
    .addColumn('priority', 'text', (column) => column.notNull())
    .addColumn('worst', 'double precision', (column) => column.notNull())
    .addColumn('alarm', 'bigint', (column) => column.references('alarm.id'))
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('excursion_key', ['limit_id', 'channel', 'from_at'])
    .execute()
  const by = (name: string, columns: string[]) =>
    schema.createIndex(`excursion_by_${name}`).on('excursion').columns(columns).execute()
  await by('from', ['from_at', 'limit_id', 'channel'])
  await by('place', ['place', 'from_at'])
  await by('channel', ['channel', 'from_at'])
  await by('settled', ['settled_at'])
}

async function createMarks({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('excursion_mark')
    .addColumn('channel', 'bigint', (column) => column.primaryKey())
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('until_at', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('excursion_mark_by_due').on('excursion_mark').column('due_at').execute()
}

/** What alarms have lived through before becomes excursions, too. */
async function markHistory(db: Kysely<Before>): Promise<void> {
  const lived = db
    .selectFrom('alarm_event')
    .innerJoin('alarm', 'alarm.id', 'alarm_event.alarm')
    .groupBy('alarm.channel')
    .select(({ fn }) => [
      'alarm.channel',
      fn.min('alarm_event.at').as('from_at'),
      fn.max('alarm_event.at').as('until_at'),
      sql.lit(0).as('due_at'),
      sql.lit(0).as('revision'),
    ])
  await db
    .insertInto('excursion_mark')
    .columns(['channel', 'from_at', 'until_at', 'due_at', 'revision'])
    .expression(lived)
    .execute()
}
