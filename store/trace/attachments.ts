import type { Attachment, Recorded } from './contract.ts'
import { appendRecord } from './records.ts'
import type { Change, Database } from './schema.ts'

export async function findAttachment(db: Database, hash: string): Promise<Attachment | undefined> {
  const row = db.selectFrom('attachment').selectAll().where('hash', '=', hash)
  const found = await row.executeTakeFirst()
  if (found === undefined) return undefined
  const { media_type, recorded_at, ...rest } = found
  return { ...rest, mediaType: media_type, recordedAt: recorded_at }
}

/** The same content again is the same attachment. */
export async function insertAttachment(
  tx: Change,
  attachment: Attachment,
  by: Recorded,
): Promise<void> {
  const { hash, name, mediaType, bytes, recordedAt } = attachment
  if ((await findAttachment(tx, hash)) !== undefined) return
  const row = { hash, name, media_type: mediaType, bytes, recorded_at: recordedAt }
  await tx.insertInto('attachment').values(row).execute()
  await appendRecord(tx, { kind: 'attachment', id: hash, body: JSON.stringify(attachment) }, by)
}
