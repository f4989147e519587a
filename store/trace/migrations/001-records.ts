import type { Kysely, SchemaModule } from 'kysely'

/** Records, and what follows from them: who, what, what was done, where it was, what came from what. */
export async function up({ schema }: Pick<Kysely<unknown>, 'schema'>): Promise<void> {
  await createRecords(schema)
  await createMasters(schema)
  await createItems(schema)
  await createOperations(schema)
  await createSpans(schema)
  await createLinks(schema)
}

async function createRecords(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('record')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .execute()
  await index(schema, 'record', ['kind', 'id'])
  await schema
    .createTable('attachment')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .execute()
}

async function createMasters(schema: SchemaModule): Promise<void> {
  for (const table of ['party', 'product']) {
    await schema
      .createTable(table)
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('gs1_key', 'text', (column) => column.unique())
      .addColumn('body', 'text', (column) => column.notNull())
      .execute()
  }
}

async function createItems(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('batch')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('uri', 'text', (column) => column.notNull().unique())
    .addColumn('product', 'text', (column) => column.notNull().references('product.id'))
    .addColumn('lot', 'text')
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute()
  await index(schema, 'batch', ['product', 'made_at'])
  await index(schema, 'batch', ['lot'])
  await schema
    .createTable('logistic_unit')
    .addColumn('sscc', 'text', (column) => column.primaryKey())
    .addColumn('uri', 'text', (column) => column.notNull().unique())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute()
}

async function createOperations(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('operation')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('place', 'text')
    .addColumn('corrected_by', 'text')
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute()
  await index(schema, 'operation', ['at', 'id'])
  await index(schema, 'operation', ['place', 'at'])
  await index(schema, 'operation', ['kind', 'at'])
  await index(schema, 'operation', ['event'])
  await schema
    .createTable('operation_item')
    .addColumn('operation', 'text', (column) => column.notNull().references('operation.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('item', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('value', 'double precision')
    .addColumn('unit', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('operation_item_key', ['operation', 'position'])
    .execute()
  await index(schema, 'operation_item', ['item', 'at'])
}

async function createSpans(schema: SchemaModule): Promise<void> {
  const span = (table: string, detail: string) =>
    schema
      .createTable(table)
      .addColumn('item', 'text', (column) => column.notNull())
      .addColumn(detail, 'text', (column) => column.notNull())
      .addColumn('from_at', 'bigint', (column) => column.notNull())
      .addColumn('until_at', 'bigint')
      .addColumn('begun_by', 'text', (column) => column.notNull().references('operation.id'))
      .addColumn('ended_by', 'text')
      .execute()
  await span('stay', 'place')
  await index(schema, 'stay', ['item', 'from_at'])
  await index(schema, 'stay', ['place', 'from_at'])
  await span('hold', 'reason')
  await index(schema, 'hold', ['item', 'until_at'])
}

async function createLinks(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('link')
    .addColumn('from_node', 'text', (column) => column.notNull())
    .addColumn('to_node', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('value', 'double precision')
    .addColumn('unit', 'text')
    .execute()
  await index(schema, 'link', ['from_node', 'to_node'])
  await index(schema, 'link', ['to_node', 'from_node'])
  await index(schema, 'link', ['event'])
}

async function index(schema: SchemaModule, table: string, columns: string[]): Promise<void> {
  await schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute()
}
