import type { Instant } from '#domain/time.ts'

import { toBatches } from '../database/row-batches.ts'
import type { MessageState, NewNotice, NoticeRecord } from './contract-notifications.ts'
import { takeNumbers } from './counter.ts'
import type { Change, Database, NoticeTable } from './schema.ts'

/** What makes two notices the same; what is told in a digest may be told at once as well. */
const SAME = ['event', 'kind', 'step', 'person', 'channel', 'address', 'in_digest'] as const
/** Of an alarm's notices the newest are read. */
const NOTICES_OF_MAX = 1_000

/** Nobody is told the same twice: one that is there stays as it is. */
export async function insertNotices(tx: Change, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  const firstId = await takeNumbers(tx, 'notice', notices.length)
  const rows = notices.map((notice, index) => toFreshRow(notice, firstId + index))
  for (const some of toBatches(rows)) {
    const insert = tx.insertInto('notice').values(some)
    await insert.onConflict((clash) => clash.columns(SAME).doNothing()).execute()
  }
}

/** Of the notice only what is new: it may be one that was read, to be told anew. */
function toFreshRow(notice: NewNotice, id: number): NoticeTable {
  const { alarm, event, route, kind, step, person, channel, address, priority } = notice
  const { madeAt: made_at, dueAt: due_at, inDigest } = notice
  const about = { alarm, event, route, kind, step, person, channel, address, priority }
  const fresh = { state: 'waiting', reason: null, message: null } as const
  return { id, ...about, made_at, due_at, in_digest: Number(inDigest), ...fresh }
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
  return rows.map((row) => toNotice({ ...row, message_state: null }))
}

export async function listNoticesOf(
  db: Database,
  by: 'alarm' | 'message',
  one: number | string,
): Promise<NoticeRecord[]> {
  const rows = await db
    .selectFrom('notice')
    .leftJoin('message as sent', 'sent.key', 'notice.message')
    .selectAll('notice')
    .select('sent.state as message_state')
    .where(`notice.${by}`, '=', one)
    .orderBy('notice.id', 'desc')
    .limit(NOTICES_OF_MAX)
    .execute()
  return rows.map(toNotice).toReversed()
}

/** Changes those that still wait. */
export async function changeWaiting(
  db: Database,
  ids: readonly number[],
  change: Partial<Pick<NoticeTable, 'state' | 'reason' | 'due_at' | 'in_digest'>>,
): Promise<void> {
  for (const some of toBatches(ids)) {
    const waiting = db.updateTable('notice').set(change).where('state', '=', 'waiting')
    await waiting.where('id', 'in', some).execute()
  }
}

/** What was held back is due again: how long it waits is found anew. */
export async function releaseHeld(tx: Change): Promise<void> {
  const held = tx.updateTable('notice').set((row) => ({ due_at: row.ref('made_at') }))
  await held
    .where('state', '=', 'waiting')
    .where('due_at', '>', (row) => row.ref('made_at'))
    .execute()
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

function toNotice(
  row: NoticeTable & { readonly message_state: MessageState | null },
): NoticeRecord {
  const { made_at: madeAt, due_at: dueAt, in_digest, message_state, ...same } = row
  return { ...same, madeAt, dueAt, messageState: message_state, inDigest: in_digest === 1 }
}
