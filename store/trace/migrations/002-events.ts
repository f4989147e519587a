import { sql, type Kysely, type SchemaModule } from 'kysely'

/** EPCIS events, what they are found by, and how they come and go: capture jobs, named queries, subscriptions. */
export async function up({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await createEvents(schema)
  await createEntries(schema)
  await createJobs(schema)
  await createQueries(schema)
}

async function createEvents(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('event')
    .addColumn('seq', 'integer', (column) => column.primaryKey().references('record.seq'))
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('same', 'text', (column) => column.notNull())
    .addColumn('event_time', 'bigint', (column) => column.notNull())
    .addColumn('record_time', 'bigint', (column) => column.notNull())
    .addColumn('declared_at', 'bigint')
    .addColumn('error_reason', 'text')
    .addColumn('is_ahead', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('action', 'text')
    .addColumn('biz_step', 'text')
    .addColumn('disposition', 'text')
    .addColumn('read_point', 'text')
    .addColumn('biz_location', 'text')
    .addColumn('transformation_id', 'text')
    .execute()
  await schema.createIndex('event_by_id').on('event').column('event_id').execute()
  await schema.createIndex('event_by_time').on('event').columns(['event_time', 'seq']).execute()
  await schema.createIndex('event_by_record_time').on('event').column('record_time').execute()
  // What two of them have in common is found in the index of one: the others stand in it too.
  const together = ['biz_step', 'disposition', 'read_point', 'biz_location', 'type', 'action']
  for (const column of together.slice(0, -1)) {
    const others = together.filter((other) => other !== column)
    const columns = [column, 'event_time', 'seq', ...others]
    await schema.createIndex(`event_by_${column}`).on('event').columns(columns).execute()
  }
  for (const column of ['transformation_id', 'declared_at']) {
    const index = schema.createIndex(`event_by_${column}`).on('event').column(column)
    await index.where(sql.ref(column), 'is not', null).execute()
  }
}

/**
 * The key is all of an entry, so an entry is kept once; the time of its event stands in it so that the newest events of a
 * value are read without sorting.
 */
async function createEntries(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('event_field')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .execute()
  for (const [table, type] of [
    ['event_term', 'text'],
    ['event_number', 'double precision'],
  ] as const) {
    await schema
      .createTable(table)
      .addColumn('field', 'integer', (column) => column.notNull())
      .addColumn('value', type, (column) => column.notNull())
      .addColumn('event_time', 'bigint', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_key`, ['field', 'value', 'event_time', 'seq'])
      .modifyEnd(sql`without rowid`)
      .execute()
  }
}

async function createJobs(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('capture_job')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .addColumn('behaviour', 'text', (column) => column.notNull())
    .addColumn('success', 'integer', (column) => column.notNull())
    .addColumn('errors', 'text', (column) => column.notNull())
    .addColumn('document', 'text')
    .execute()
  const open = schema.createIndex('capture_job_open').on('capture_job').column('seq')
  await open.where(sql.ref('finished_at'), 'is', null).execute()
}

async function createQueries(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('named_query')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('extensions', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('subscription')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('query', 'text', (column) => column.notNull().references('named_query.name'))
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('secret', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('told_seq', 'integer', (column) => column.notNull())
    .addColumn('report_seq', 'integer')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('told_at', 'bigint')
    .addColumn('error', 'text')
    .execute()
  await schema.createIndex('subscription_due').on('subscription').column('due_at').execute()
  await schema
    .createIndex('subscription_by_query')
    .on('subscription')
    .columns(['query', 'id'])
    .execute()
  await schema
    .createTable('revoked_token')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('until_at', 'bigint', (column) => column.notNull())
    .execute()
}
