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

/**
 * Stays of an item follow one another, whatever the order in which they are recorded: one that is recorded late ends that in which it
 * falls, and goes on until the next.
 */
export async function beginStay(
  tx: Change,
  { item, place, from, begunBy }: Omit<Stay, 'until' | 'endedBy'>,
): Promise<void> {
  const next = await findNext(tx, item, from)
  const before = await findCovering(tx, item, from)
  await endStay(tx, { item, until: from, endedBy: begunBy })
  const [until_at, ended_by] =
    before === undefined || before.until_at === null
      ? [next?.from_at ?? null, next?.begun_by ?? null]
      : [before.until_at, before.ended_by]
  const row = { item, place, from_at: from, until_at, begun_by: begunBy, ended_by }
  await tx.insertInto('stay').values(row).execute()
}

interface Ending {
  readonly item: ItemName
  readonly until: Instant
  readonly endedBy: string
}

/** Ends the one that goes on then; what came later stays as it is. */
export async function endStay(tx: Change, { item, until, endedBy }: Ending): Promise<void> {
  const covering = await findCovering(tx, item, until)
  if (covering === undefined) return
  const ended = tx.updateTable('stay').set({ until_at: until, ended_by: endedBy })
  await ended.where('item', '=', item).where('begun_by', '=', covering.begun_by).execute()
}

async function findCovering(db: Database, item: ItemName, at: Instant) {
  return await db
    .selectFrom('stay')
    .selectAll()
    .where('item', '=', item)
    .where('from_at', '<=', at)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', at)]))
    .orderBy('from_at', 'desc')
    .executeTakeFirst()
}

/** The first that began after an instant. */
async function findNext(db: Database, item: ItemName, after: Instant) {
  const later = db.selectFrom('stay').selectAll().where('item', '=', item)
  return await later.where('from_at', '>', after).orderBy('from_at').executeTakeFirst()
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

/** What an operation began was never there, and what it ended goes on: a stay until the next. */
export async function undoSpans(tx: Change, operation: string): Promise<void> {
  await tx.deleteFrom('hold').where('begun_by', '=', operation).execute()
  const released = tx.updateTable('hold').set({ until_at: null, ended_by: null })
  await released.where('ended_by', '=', operation).execute()

  await tx.deleteFrom('stay').where('begun_by', '=', operation).execute()
  const ended = tx.selectFrom('stay').selectAll().where('ended_by', '=', operation)
  for (const { item, from_at, begun_by } of await ended.execute()) {
    const next = await findNext(tx, item, from_at)
    const span = { until_at: next?.from_at ?? null, ended_by: next?.begun_by ?? null }
    const reopened = tx.updateTable('stay').set(span).where('item', '=', item)
    await reopened.where('begun_by', '=', begun_by).execute()
  }
}

function toStay({ item, place, from_at, until_at, begun_by, ended_by }: StayTable): Stay {
  return { item, place, from: from_at, until: until_at, begunBy: begun_by, endedBy: ended_by }
}

function toHold({ item, reason, from_at, until_at, begun_by, ended_by }: HoldTable): Hold {
  return { item, reason, from: from_at, until: until_at, begunBy: begun_by, endedBy: ended_by }
}
