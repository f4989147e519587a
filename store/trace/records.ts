import type { PageQuery } from '../registry/contract.ts'
import type { Recorded, TraceRecord } from './contract.ts'
import type { Change, Database } from './schema.ts'

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
  { after = 0, limit }: PageQuery<number>,
): Promise<TraceRecord[]> {
  const rows = db.selectFrom('record').selectAll().where('seq', '>', after)
  const found = await rows.orderBy('seq').limit(limit).execute()
  return found.map(({ seq, kind, id, body, recorded_at, recorded_by }) => {
    return { seq, kind, id, body, recordedAt: recorded_at, recordedBy: recorded_by }
  })
}
