import type { Instant } from '#domain/time.ts'

import { toBatches } from './batches.ts'
import type { NewNotice, NoticeRecord } from './contract-notifications.ts'
import { takeNumbers } from './counter.ts'
import type { Change, Database, NoticeTable } from './schema.ts'

/** What makes two notices the same. */
const SAME = ['event', 'kind', 'step', 'person', 'channel', 'address'] as const

/** Nobody is told the same twice: one that is there stays as it is. */
export async function insertNotices(tx: Change, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  const firstId = await takeNumbers(tx, 'notice', notices.length)
  const rows = notices.map(({ dueAt, inDigest, ...notice }, index): NoticeTable => {
    const kept = { id: firstId + index, due_at: dueAt, in_digest: Number(inDigest) }
    return { ...notice, ...kept, state: 'waiting', message: null }
  })
  for (const some of toBatches(rows)) {
    const insert = tx.insertInto('notice').values(some)
    await insert.onConflict((clash) => clash.columns(SAME).doNothing()).execute()
  }
}

export async function listDueNotices(
  db: Database,
  until: Instant,
  limit: number,
): Promise<NoticeRecord[]> {
  const due = db.selectFrom('notice').selectAll().where('state', '=', 'waiting')
  const rows = await due
    .where('due_at', '<=', until)
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toNotice)
}

export async function listNoticesOf(
  db: Database,
  by: 'alarm' | 'message',
  one: number | string,
): Promise<NoticeRecord[]> {
  const rows = db.selectFrom('notice').selectAll().where(by, '=', one)
  return (await rows.orderBy('id').execute()).map(toNotice)
}

/** Changes those that still wait. */
export async function changeWaiting(
  db: Database,
  ids: readonly number[],
  change: Partial<Pick<NoticeTable, 'state' | 'due_at'>>,
): Promise<void> {
  for (const some of toBatches(ids)) {
    const waiting = db.updateTable('notice').set(change).where('state', '=', 'waiting')
    await waiting.where('id', 'in', some).execute()
  }
}

/** Those of the notices that still wait are of the message from now on. */
export async function putIntoMessage(
  tx: Change,
  message: string,
  ids: readonly number[],
): Promise<number> {
  let count = 0
  for (const some of toBatches(ids)) {
    const waiting = tx.updateTable('notice').set({ state: 'in-message', message })
    const put = await waiting
      .where('id', 'in', some)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    count += Number(put.numUpdatedRows)
  }
  return count
}

function toNotice(row: NoticeTable): NoticeRecord {
  const { due_at: dueAt, in_digest, ...same } = row
  return { ...same, dueAt, inDigest: in_digest === 1 }
}
