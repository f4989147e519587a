import type { Batch, ItemName, LogisticUnit } from '#domain/trace/batch.ts'

import { toBatches } from '../database/row-batches.ts'
import { alreadyExists, notFound } from '../registry/error.ts'
import type { Recorded, TraceReads } from './contract.ts'
import { appendRecord } from './records.ts'
import type { Change, Database } from './schema.ts'

export async function findBatch(db: Database, id: string): Promise<Batch | undefined> {
  const row = await db.selectFrom('batch').select('body').where('id', '=', id).executeTakeFirst()
  return row && JSON.parse(row.body)
}

export async function listBatches(
  db: Database,
  { after = '', limit, product, lot }: Parameters<TraceReads['batches']>[0],
): Promise<Batch[]> {
  let rows = db.selectFrom('batch').select('body').where('id', '>', after)
  if (product !== undefined) rows = rows.where('product', '=', product)
  if (lot !== undefined) rows = rows.where('lot', '=', lot)
  const found = await rows.orderBy('id').limit(limit).execute()
  return found.map(({ body }): Batch => JSON.parse(body))
}

export async function insertBatch(tx: Change, batch: Batch, by: Recorded): Promise<void> {
  const { id, uri, product, lot, madeAt } = batch
  if ((await findBatch(tx, id)) !== undefined) throw alreadyExists('batch', id)
  const taken = (await findItems(tx, [uri])).get(uri)
  if (taken !== undefined) throw alreadyExists('batch of this GTIN and lot', taken)
  const body = JSON.stringify(batch)
  const row = { id, uri, product, lot, made_at: madeAt, body }
  await tx.insertInto('batch').values(row).execute()
  await appendRecord(tx, { kind: 'batch', id, body }, by)
}

export async function updateBatch(tx: Change, batch: Batch, by: Recorded): Promise<void> {
  const before = await findBatch(tx, batch.id)
  if (before === undefined) throw notFound('batch', batch.id)
  const { name, published } = batch
  const body = JSON.stringify({ ...before, name, published })
  await tx.updateTable('batch').set({ body }).where('id', '=', batch.id).execute()
  await appendRecord(tx, { kind: 'batch', id: batch.id, body }, by)
}

export async function findUnit(db: Database, sscc: string): Promise<LogisticUnit | undefined> {
  const row = db.selectFrom('logistic_unit').select('body').where('sscc', '=', sscc)
  const found = await row.executeTakeFirst()
  return found && JSON.parse(found.body)
}

export async function insertUnit(tx: Change, unit: LogisticUnit, by: Recorded): Promise<void> {
  const { sscc, uri, madeAt } = unit
  if ((await findUnit(tx, sscc)) !== undefined) throw alreadyExists('logistic unit', sscc)
  const body = JSON.stringify(unit)
  await tx.insertInto('logistic_unit').values({ sscc, uri, made_at: madeAt, body }).execute()
  await appendRecord(tx, { kind: 'unit', id: sscc, body }, by)
}

export async function findItems(
  db: Database,
  uris: readonly string[],
): Promise<Map<string, ItemName>> {
  const items = new Map<string, ItemName>()
  for (const some of toBatches(uris)) {
    const batches = db.selectFrom('batch').select(['uri', 'id as item']).where('uri', 'in', some)
    const units = db
      .selectFrom('logistic_unit')
      .select(['uri', 'sscc as item'])
      .where('uri', 'in', some)
    for (const { uri, item } of await batches.unionAll(units).execute()) items.set(uri, item)
  }
  return items
}
