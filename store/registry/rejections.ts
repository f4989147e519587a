import type { Rejection } from '#domain/rejection.ts'

import { toBatches } from '../database/row-batches.ts'
import type { RejectionRecord, Rejections } from './contract.ts'
import { takeNumbers } from './counter.ts'
import type { RejectionLimits } from './rejection-limits.ts'
import { type Addition, listConcerned } from './rejection-rows.ts'
import { type NewRejection, shelve, type ShelfChanges, toNewRow } from './rejection-shelf.ts'
import type { Change, Database, RejectionTable } from './schema.ts'

export function createRejections(db: Database, limits: RejectionLimits): Rejections {
  return {
    add: (rejections) => addRejections(db, rejections, limits),
    list: (query) => listRejections(db, query),
    get: (id) => getRejection(db, id),
  }
}

async function addRejections(
  db: Database,
  rejections: readonly Rejection[],
  limits: RejectionLimits,
): Promise<void> {
  if (rejections.length === 0) return
  const devices = Map.groupBy(rejections.map(toNewRow), (row) => row.device)
  await db.transaction().execute(async (tx) => {
    const inserts: NewRejection[] = []
    const rowsMax = await findRoom(tx, limits)
    for (const [device, rows] of devices) {
      const changes = await plan(tx, { device, rejections: rows, rowsMax })
      await change(tx, changes)
      inserts.push(...changes.inserts)
    }
    await insert(tx, inserts)
    await dropOldest(tx, limits)
  })
}

async function findRoom(tx: Change, limits: RejectionLimits): Promise<number> {
  const { rows } = await measure(tx)
  const { keptMax, keptPerDeviceMax, keptPerDeviceCrowdedMax } = limits
  return rows < keptMax ? keptPerDeviceMax : Math.min(keptPerDeviceMax, keptPerDeviceCrowdedMax)
}

async function plan(tx: Change, addition: Addition): Promise<ShelfChanges> {
  const { rejections, rowsMax } = addition
  const { rows, count } = await listConcerned(tx, addition)
  return shelve(rows, rejections, rowsMax - (count - rows.length))
}

async function change(tx: Change, { updates, deletes }: ShelfChanges): Promise<void> {
  for (const id of deletes) await tx.deleteFrom('rejection').where('id', '=', id).execute()
  for (const row of updates) {
    await tx.updateTable('rejection').set(row).where('id', '=', row.id).execute()
  }
}

async function insert(tx: Change, rows: readonly NewRejection[]): Promise<void> {
  if (rows.length === 0) return
  const firstId = await takeNumbers(tx, 'rejection', rows.length)
  const numbered = rows.map((row, index) => Object.assign({ id: firstId + index }, row))
  for (const some of toBatches(numbered)) {
    await tx
      .insertInto('rejection')
      .values([...some])
      .execute()
  }
}

/** At least so many go at a time where a bound on all of them is passed. */
const DROPPED_COUNT = 100

async function dropOldest(tx: Change, { keptMax, keptBytesMax }: RejectionLimits): Promise<void> {
  for (;;) {
    const { rows, bytes } = await measure(tx)
    if (rows <= keptMax && bytes <= keptBytesMax) return
    const oldest = tx
      .selectFrom('rejection')
      .select('id')
      .orderBy('last_at')
      .orderBy('id')
      .limit(Math.max(DROPPED_COUNT, rows - keptMax))
    await tx.deleteFrom('rejection').where('id', 'in', oldest).execute()
  }
}

async function measure(tx: Change): Promise<{ readonly rows: number; readonly bytes: number }> {
  const { rows, bytes } = await tx
    .selectFrom('rejection')
    .select(({ fn }) => [
      fn.countAll<number | string>().as('rows'),
      fn.sum<number | string | null>('payload_bytes').as('bytes'),
    ])
    .executeTakeFirstOrThrow()
  // PostgreSQL's counts and sums of bigints arrive as text.
  return { rows: Number(rows), bytes: Number(bytes) }
}

async function listRejections(
  db: Database,
  { after, limit, device, code }: Parameters<Rejections['list']>[0],
): Promise<RejectionRecord[]> {
  let query = db.selectFrom('rejection').selectAll()
  if (device !== undefined) query = query.where('device', 'in', [device].flat())
  if (code !== undefined) query = query.where('code', '=', code)
  if (after !== undefined) {
    const { lastAt, id } = after
    query = query.where((eb) => eb(eb.refTuple('last_at', 'id'), '<', eb.tuple(lastAt, id)))
  }
  const rows = await query.orderBy('last_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(toRecord)
}

async function getRejection(db: Database, id: number): Promise<RejectionRecord | undefined> {
  const query = db.selectFrom('rejection').selectAll().where('id', '=', id)
  const row = await query.executeTakeFirst()
  return row && toRecord(row)
}

function toRecord(row: RejectionTable): RejectionRecord {
  const { id, device, code, channel, detail, topic, payload, sequence, count } = row
  const rejection = { device, code, channel, detail, topic, payload, sequence }
  const { first_at: firstAt, last_at: lastAt } = row
  return { ...rejection, id, count, receivedAt: lastAt, firstAt, lastAt }
}
