import { toBase } from '#domain/trace/amount.ts'
import type { Operation, OperationItem } from '#domain/trace/operation.ts'

import { toBatches } from '../database/row-batches.ts'
import { alreadyExists, conflict, notFound } from '../registry/error.ts'
import type { OperationQuery, Recorded } from './contract.ts'
import { appendRecord } from './records.ts'
import type { Change, Database, OperationTable } from './schema.ts'
import { undoSpans } from './spans.ts'

export async function findOperation(db: Database, id: string): Promise<Operation | undefined> {
  const row = db.selectFrom('operation').selectAll().where('id', '=', id)
  const found = await row.executeTakeFirst()
  return found && toOperation(found)
}

export async function listOperations(
  db: Database,
  { after, limit, item, place, kind, corrected = false }: OperationQuery,
): Promise<Operation[]> {
  let rows = db.selectFrom('operation').selectAll().orderBy('at').orderBy('id').limit(limit)
  if (after !== undefined) {
    rows = rows.where((eb) => eb(eb.refTuple('at', 'id'), '>', eb.tuple(after.at, after.id)))
  }
  if (place !== undefined) rows = rows.where('place', '=', place)
  if (kind !== undefined) rows = rows.where('kind', '=', kind)
  if (!corrected) rows = rows.where('corrected_by', 'is', null)
  if (item !== undefined) {
    rows = rows.where('id', 'in', (eb) =>
      eb.selectFrom('operation_item').select('operation').where('item', '=', item),
    )
  }
  return (await rows.execute()).map(toOperation)
}

export async function findOperationsOf(
  db: Database,
  events: readonly string[],
): Promise<Operation[]> {
  const found: Operation[] = []
  for (const some of toBatches(events)) {
    const rows = db.selectFrom('operation').selectAll().where('event', 'in', some)
    found.push(...(await rows.where('corrected_by', 'is', null).execute()).map(toOperation))
  }
  return found
}

export async function insertOperation(
  tx: Change,
  operation: Operation,
  by: Recorded,
): Promise<void> {
  const { id, kind, at, recordedAt, place, items, event } = operation
  if ((await findOperation(tx, id)) !== undefined) throw alreadyExists('operation', id)
  const body = JSON.stringify(operation)
  const row = { id, kind, at, recorded_at: recordedAt, place, corrected_by: null, event, body }
  await tx.insertInto('operation').values(row).execute()
  const rows = items.map((each, position) => toItemRow(operation, each, position))
  if (rows.length > 0) await tx.insertInto('operation_item').values(rows).execute()
  await appendRecord(tx, { kind: 'operation', id, body }, by)
}

function toItemRow({ id, at }: Operation, { item, role, amount }: OperationItem, position: number) {
  const { value, unit } = amount === null ? { value: null, unit: null } : toBase(amount)
  return { operation: id, position, item, role, value, unit, at }
}

export async function voidOperation(tx: Change, id: string, correctedBy: string): Promise<void> {
  const before = await findOperation(tx, id)
  if (before === undefined) throw notFound('operation', id)
  if (before.correctedBy !== null) {
    throw conflict(`operation "${id}" was corrected by "${before.correctedBy}"; correct that one`)
  }
  if (before.kind === 'withdrawing') {
    throw conflict(`operation "${id}" is a withdrawal; record anew what happened after all`)
  }
  const set = tx.updateTable('operation').set({ corrected_by: correctedBy })
  await set.where('id', '=', id).execute()
  await undoSpans(tx, id)
}

function toOperation({ body, corrected_by }: OperationTable): Operation {
  return { ...JSON.parse(body), correctedBy: corrected_by }
}
