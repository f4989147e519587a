import { sql, type Kysely } from 'kysely'

import type { CounterTable } from '../schema.ts'

/** People, routes and rosters; calls, notices and messages. */
export async function up(db: Kysely<{ counter: CounterTable }>): Promise<void> {
  for (const name of ['person', 'route', 'roster']) {
    await db.schema
      .createTable(name)
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('body', 'text', (column) => column.notNull())
      .execute()
  }
  await createCalls(db)
  await createNotices(db)
  await createMessages(db)
  await db
    .insertInto('counter')
    .values([
      { name: 'call', value: 0 },
      { name: 'notice', value: 0 },
    ])
    .execute()
  // What happened before anybody could be told is told to nobody.
  await sql`insert into counter (name, value) select 'alarm-event-told', value from counter where name = 'alarm-event'`.execute(
    db,
  )
}

async function createCalls({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('call')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('alarm', 'bigint', (column) => column.notNull().references('alarm.id'))
    .addColumn('event', 'bigint', (column) => column.notNull())
    .addColumn('route', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('answered', 'integer', (column) => column.notNull())
    .addUniqueConstraint('call_of_event', ['event', 'route'])
    .execute()
  await schema.createIndex('call_by_due').on('call').column('due_at').execute()
  await schema.createIndex('call_by_alarm').on('call').column('alarm').execute()
}

async function createNotices({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('notice')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('alarm', 'bigint', (column) => column.notNull().references('alarm.id'))
    .addColumn('event', 'bigint', (column) => column.notNull())
    .addColumn('route', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('priority', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('in_digest', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('message', 'text')
    .addUniqueConstraint('notice_once', [
      'event',
      'kind',
      'step',
      'person',
      'channel',
      'address',
      'in_digest',
    ])
    .execute()
  await schema.createIndex('notice_by_due').on('notice').columns(['state', 'due_at']).execute()
  await schema.createIndex('notice_by_alarm').on('notice').column('alarm').execute()
  await schema.createIndex('notice_by_message').on('notice').column('message').execute()
}

async function createMessages({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('message')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('error', 'text')
    .addColumn('provider_id', 'text')
    .addColumn('accepted_at', 'bigint')
    .addColumn('body', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createIndex('message_by_next')
    .on('message')
    .columns(['channel', 'state', 'next_at'])
    .execute()
  await schema.createIndex('message_by_state').on('message').column('state').execute()
  await schema
    .createIndex('message_by_person')
    .on('message')
    .columns(['person', 'channel', 'created_at'])
    .execute()
}
