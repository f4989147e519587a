import type { Instant } from '#domain/time.ts'
import type { ItemName } from '#domain/trace/batch.ts'

import type { Hold, Stay, TraceReads } from './contract.ts'
import type { Change, Database, HoldTable, StayTable } from './schema.ts'

/** Where batches are, and what must not leave. */

export async function listStays(
  db: Database,
  query: Parameters<TraceReads['stays']>[0],
): Promise<Stay[]> {
  const all = db.selectFrom('stay').selectAll()
  const some =
    'item' in query ? all.where('item', '=', query.item) : all.where('place', '=', query.place)
  return (await some.orderBy('from_at').orderBy('item').execute()).map(toStay)
}

export async function beginStay(
  tx: Change,
  { item, place, from, begunBy }: Omit<Stay, 'until' | 'endedBy'>,
): Promise<void> {
  const row = { item, place, from_at: from, until_at: null, begun_by: begunBy, ended_by: null }
  await tx.insertInto('stay').values(row).execute()
}

interface Ending {
  readonly item: ItemName
  readonly until: Instant
  readonly endedBy: string
}

export async function endStay(tx: Change, { item, until, endedBy }: Ending): Promise<void> {
  const open = tx.updateTable('stay').set({ until_at: until, ended_by: endedBy })
  await open.where('item', '=', item).where('until_at', 'is', null).execute()
}

export async function listHolds(db: Database, item: ItemName): Promise<Hold[]> {
  const rows = await db.selectFrom('hold').selectAll().where('item', '=', item).execute()
  const inForce = ({ until }: Hold) => Number(until !== null)
  return rows
    .map(toHold)
    .toSorted((one, other) => inForce(one) - inForce(other) || one.from - other.from)
}

export async function listHoldsInForce(db: Database): Promise<Hold[]> {
  const rows = db.selectFrom('hold').selectAll().where('until_at', 'is', null)
  return (await rows.orderBy('from_at').execute()).map(toHold)
}

export async function beginHold(
  tx: Change,
  { item, from, reason, begunBy }: Omit<Hold, 'until' | 'endedBy'>,
): Promise<void> {
  const row = { item, from_at: from, until_at: null, reason, begun_by: begunBy, ended_by: null }
  await tx.insertInto('hold').values(row).execute()
}

export async function endHolds(
  tx: Change,
  { item, begunBy, until, endedBy }: Ending & { readonly begunBy: string },
): Promise<boolean> {
  const open = tx.updateTable('hold').set({ until_at: until, ended_by: endedBy })
  const own = open.where('begun_by', '=', begunBy).where('item', '=', item)
  const { numUpdatedRows } = await own.where('until_at', 'is', null).executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** What an operation began was never there, and what it ended goes on. */
export async function undoSpans(tx: Change, operation: string): Promise<void> {
  for (const table of ['stay', 'hold'] as const) {
    await tx.deleteFrom(table).where('begun_by', '=', operation).execute()
    const reopened = tx.updateTable(table).set({ until_at: null, ended_by: null })
    await reopened.where('ended_by', '=', operation).execute()
  }
}

function toStay({ item, place, from_at, until_at, begun_by, ended_by }: StayTable): Stay {
  return { item, place, from: from_at, until: until_at, begunBy: begun_by, endedBy: ended_by }
}

function toHold({ item, reason, from_at, until_at, begun_by, ended_by }: HoldTable): Hold {
  return { item, reason, from: from_at, until: until_at, begunBy: begun_by, endedBy: ended_by }
}
