import type { Selectable } from 'kysely'

import type { Recorded, TraceReads, TraceRecord } from './contract.ts'
import type { Change, Database, RecordTable } from './schema.ts'

/** Every write leaves one; nothing ever changes or removes it. */
export async function appendRecord(
  tx: Change,
  record: { readonly kind: string; readonly id: string; readonly body: string },
  by: Recorded,
): Promise<void> {
  const row = { ...record, recorded_at: by.at, recorded_by: by.by }
  await tx.insertInto('record').values(row).execute()
}

export async function listRecords(
  db: Database,
  { after = 0, limit, kind }: Parameters<TraceReads['records']>[0],
): Promise<TraceRecord[]> {
  let rows = db.selectFrom('record').selectAll().where('seq', '>', after)
  if (kind !== undefined) rows = rows.where('kind', '=', kind)
  const found = await rows.orderBy('seq').limit(limit).execute()
  return found.map(toRecord)
}

export async function findRecord(
  db: Database,
  kind: string,
  id: string,
): Promise<TraceRecord | undefined> {
  const rows = db.selectFrom('record').selectAll().where('kind', '=', kind).where('id', '=', id)
  const found = await rows.orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return found && toRecord(found)
}

function toRecord({ seq, kind, id, body, recorded_at, recorded_by }: Selectable<RecordTable>) {
  return { seq, kind, id, body, recordedAt: recorded_at, recordedBy: recorded_by }
}
