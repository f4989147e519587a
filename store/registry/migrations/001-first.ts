import type { Kysely } from 'kysely'

import type { CounterTable } from '../schema.ts'

/** Column types that SQLite and PostgreSQL both understand. */
export async function up(db: Kysely<{ counter: CounterTable }>): Promise<void> {
  for (const step of [createSites, createDevices, createInstallations, createRejections]) {
    await step(db)
  }
  await createCounters(db)
}

async function createSites({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('site')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name_vi', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('timezone', 'text', (column) => column.notNull())
    .addColumn('latitude', 'double precision')
    .addColumn('longitude', 'double precision')
    .execute()
  await schema
    .createTable('place')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site', 'text', (column) => column.notNull().references('site.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name_vi', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .execute()
  await schema.createIndex('place_by_site').on('place').columns(['site', 'id']).execute()
}

async function createDevices({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('device')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('model', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('enrolled_at', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .addColumn('secret_salt', 'bytea', (column) => column.notNull())
    .addColumn('secret_hash', 'bytea', (column) => column.notNull())
    .addColumn('credentials_revision', 'bigint', (column) => column.notNull())
    .addColumn('presence', 'text', (column) => column.notNull())
    .addColumn('presence_at', 'bigint')
    .execute()
  await schema
    .createIndex('device_by_credentials_revision')
    .on('device')
    .column('credentials_revision')
    .execute()
  await schema
    .createTable('channel')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('device', 'text', (column) => column.notNull().references('device.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('quantity', 'text', (column) => column.notNull())
    .addColumn('first_seen_at', 'bigint', (column) => column.notNull())
    .addColumn('expected_every', 'bigint')
    .addUniqueConstraint('channel_of_device', ['device', 'name'])
    .execute()
}

async function createInstallations({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('presence_change')
    .addColumn('device', 'text', (column) => column.notNull().references('device.id'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('presence', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('presence_change_key', ['device', 'at'])
    .execute()
  await schema
    .createTable('installation')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('device', 'text', (column) => column.notNull().references('device.id'))
    .addColumn('place', 'text', (column) => column.notNull().references('place.id'))
    .addColumn('from_at', 'bigint', (column) => column.notNull())
    .addColumn('until_at', 'bigint')
    .addUniqueConstraint('installation_of_device', ['device', 'from_at'])
    .execute()
  await schema.createIndex('installation_by_place').on('installation').column('place').execute()
}

async function createRejections({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await schema
    .createTable('rejection')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('payload_bytes', 'bigint', (column) => column.notNull())
    .addColumn('payload_hash', 'text', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addColumn('first_at', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    // Last, so that the others are read without walking over it.
    .addColumn('payload', 'bytea', (column) => column.notNull())
    .execute()
  await schema
    .createIndex('rejection_by_device')
    .on('rejection')
    .columns(['device', 'last_at', 'id'])
    .execute()
  // The size is in the index so that the bound on all of them is checked without reading payloads.
  await schema
    .createIndex('rejection_by_age')
    .on('rejection')
    .columns(['last_at', 'id', 'payload_bytes'])
    .execute()
}

async function createCounters(db: Kysely<{ counter: CounterTable }>): Promise<void> {
  await db.schema
    .createTable('counter')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .execute()
  const names = ['channel', 'installation', 'rejection', 'credentials'] as const
  await db
    .insertInto('counter')
    .values(names.map((name) => ({ name, value: 0 })))
    .execute()
}
