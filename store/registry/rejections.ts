import type { Rejection } from '#domain/rejection.ts'

import type { RejectionRecord, Rejections } from './contract.ts'
import { takeNumbers } from './counter.ts'
import { notFound } from './error.ts'
import type { RejectionLimits } from './rejection-limits.ts'
import {
  STORED_COLUMNS,
  shelve,
  type ShelfChanges,
  type StoredRejection,
} from './rejection-shelf.ts'
import type { Change, Database, RejectionTable } from './schema.ts'

export function createRejections(db: Database, limits: RejectionLimits): Rejections {
  return {
    add: (rejections) => addRejections(db, rejections, limits),
    list: (query) => listRejections(db, query),
  }
}

async function addRejections(
  db: Database,
  rejections: readonly Rejection[],
  limits: RejectionLimits,
): Promise<void> {
  if (rejections.length === 0) return
  await db.transaction().execute(async (tx) => {
    for (const [device, ofDevice] of Map.groupBy(rejections, (rejection) => rejection.device)) {
      const stored = await listStored(tx, device)
      await save(tx, shelve(stored, ofDevice, limits.keptPerDeviceMax))
    }
    await dropOldest(tx, limits)
  })
}

async function listStored(tx: Change, device: string): Promise<StoredRejection[]> {
  return await tx
    .selectFrom('rejection')
    .select(STORED_COLUMNS)
    .where('device', '=', device)
    .orderBy('last_at')
    .orderBy('id')
    .execute()
}

async function save(tx: Change, { inserts, updates, deletes }: ShelfChanges): Promise<void> {
  for (const id of deletes) await tx.deleteFrom('rejection').where('id', '=', id).execute()
  for (const row of updates) {
    await tx.updateTable('rejection').set(row).where('id', '=', row.id).execute()
  }
  if (inserts.length === 0) return
  let id = await takeNumbers(tx, 'rejection', inserts.length)
  for (const row of inserts) {
    await tx
      .insertInto('rejection')
      .values({ ...row, id: id++ })
      .execute()
  }
}

/** So many go at a time where a bound on all of them is passed. */
const DROPPED_COUNT = 100

async function dropOldest(tx: Change, limits: RejectionLimits): Promise<void> {
  while (await isOver(tx, limits)) {
    const oldest = tx
      .selectFrom('rejection')
      .select('id')
      .orderBy('last_at')
      .orderBy('id')
      .limit(DROPPED_COUNT)
    await tx.deleteFrom('rejection').where('id', 'in', oldest).execute()
  }
}

async function isOver(tx: Change, { keptMax, keptBytesMax }: RejectionLimits): Promise<boolean> {
  const total = await tx
    .selectFrom('rejection')
    .select(({ fn }) => [
      fn.countAll<number | string>().as('rows'),
      fn.sum<number | string | null>('payload_bytes').as('bytes'),
    ])
    .executeTakeFirstOrThrow()
  // PostgreSQL's counts and sums of bigints arrive as text.
  return Number(total.rows) > keptMax || Number(total.bytes) > keptBytesMax
}

async function listRejections(
  db: Database,
  { after, limit, device, code }: Parameters<Rejections['list']>[0],
): Promise<RejectionRecord[]> {
  let query = db.selectFrom('rejection').selectAll()
  if (device !== undefined) query = query.where('device', '=', device)
  if (code !== undefined) query = query.where('code', '=', code)
  if (after !== undefined) {
    const lastAt = await findLastAt(db, after)
    query = query.where((eb) => eb(eb.refTuple('last_at', 'id'), '<', eb.tuple(lastAt, after)))
  }
  const rows = await query.orderBy('last_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(toRecord)
}

async function findLastAt(db: Database, id: number): Promise<number> {
  const row = await db
    .selectFrom('rejection')
    .select('last_at')
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw notFound('rejection', id)
  return row.last_at
}

function toRecord(row: RejectionTable): RejectionRecord {
  const { id, device, code, channel, detail, topic, payload, sequence, count } = row
  const rejection = { device, code, channel, detail, topic, payload, sequence }
  const { first_at: firstAt, last_at: lastAt } = row
  return { ...rejection, id, count, receivedAt: lastAt, firstAt, lastAt }
}
