import type { Kysely } from 'kysely'

import type { CounterTable } from '../schema.ts'

/** Limits with all their versions, alarms with all that happened to them. */
export async function up(db: Kysely<{ counter: CounterTable }>): Promise<void> {
  await createLimits(db)
  await createAlarms(db)
  await createEvents(db)
  await db
    .insertInto('counter')
    .values([
      { name: 'alarm', value: 0 },
      { name: 'alarm-event', value: 0 },
    ])
    .execute()
}

async function createLimits({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('limit_version')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('approved_by', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('valid_from', 'bigint', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('withdrawn', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('limit_version_key', ['id', 'version'])
    .execute()
}

async function createAlarms({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('alarm')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('limit_id', 'text', (column) => column.notNull())
    .addColumn('limit_version', 'bigint', (column) => column.notNull())
    .addColumn('channel', 'bigint', (column) => column.notNull())
    .addColumn('channel_name', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('level', 'integer', (column) => column.notNull())
    .addColumn('priority', 'text')
    .addColumn('silent', 'integer', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('raised_at', 'bigint')
    .addColumn('due_at', 'bigint')
    .addColumn('value', 'double precision')
    .addColumn('assignee', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addUniqueConstraint('alarm_of_channel', ['limit_id', 'channel'])
    .execute()
  await schema.createIndex('alarm_by_phase').on('alarm').columns(['phase', 'id']).execute()
  await schema.createIndex('alarm_by_due').on('alarm').column('due_at').execute()
}

async function createEvents({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('alarm_event')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('alarm', 'bigint', (column) => column.notNull().references('alarm.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('from_phase', 'text', (column) => column.notNull())
    .addColumn('to_phase', 'text', (column) => column.notNull())
    .addColumn('level', 'integer', (column) => column.notNull())
    .addColumn('silent', 'integer', (column) => column.notNull())
    .addColumn('by_person', 'text')
    .addColumn('reason', 'text')
    .addColumn('value', 'double precision')
    .addColumn('limit_version', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('alarm_event_of').on('alarm_event').columns(['alarm', 'id']).execute()
}
