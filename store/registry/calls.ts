import type { Instant } from '#domain/time.ts'

import { toBatches } from '../database/row-batches.ts'
import type { Call, NewCall } from './contract-notifications.ts'
import { takeNumbers } from './counter.ts'
import type { CallTable, Change, Database } from './schema.ts'

export async function insertCalls(tx: Change, calls: readonly NewCall[]): Promise<void> {
  if (calls.length === 0) return
  const firstId = await takeNumbers(tx, 'call', calls.length)
  const rows = calls.map(({ askedAt, dueAt, ...call }, index): CallTable => {
    return { ...call, id: firstId + index, asked_at: askedAt, due_at: dueAt, answered: 0 }
  })
  for (const some of toBatches(rows)) {
    const insert = tx.insertInto('call').values(some)
    await insert.onConflict((clash) => clash.columns(['event', 'route']).doNothing()).execute()
  }
}

/** Nobody is called any more for these alarms, and what was not said yet stays unsaid. */
export async function endCalls(tx: Change, alarms: readonly number[]): Promise<void> {
  for (const some of toBatches(alarms)) {
    await tx.updateTable('call').set({ due_at: null }).where('alarm', 'in', some).execute()
    await tx
      .updateTable('notice')
      .set({ state: 'cancelled', reason: 'settled' })
      .where('alarm', 'in', some)
      .where('state', '=', 'waiting')
      .where('in_digest', '=', 0)
      .where('kind', 'not in', ['resolved', 'assigned'])
      .execute()
  }
}

export async function listDueCalls(db: Database, until: Instant, limit: number): Promise<Call[]> {
  const due = db.selectFrom('call').selectAll().where('due_at', '<=', until)
  const rows = await due.orderBy('due_at').orderBy('id').limit(limit).execute()
  return rows.map(toCall)
}

function toCall({
  asked_at: askedAt,
  due_at: dueAt,
  answered: _answered,
  ...same
}: CallTable): Call {
  return { ...same, askedAt, dueAt: dueAt ?? Infinity }
}

/** Whatever was asked of these alarms has been answered. */
export async function answerCalls(tx: Change, alarms: readonly number[]): Promise<void> {
  for (const some of toBatches(alarms)) {
    const asked = tx.updateTable('call').set({ answered: 1 }).where('answered', '=', 0)
    await asked.where('alarm', 'in', some).execute()
  }
}

export async function findUnansweredCall(
  db: Database,
  alarm: number,
  route: string,
): Promise<Call | undefined> {
  const asked = db.selectFrom('call').selectAll().where('alarm', '=', alarm)
  const row = await asked
    .where('route', '=', route)
    .where('answered', '=', 0)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toCall(row)
}

/** A step of which no message is left alive has reached nobody: the next is due at once. */
export async function hastenCalls(tx: Change, message: string, at: Instant): Promise<void> {
  const inIt = tx.selectFrom('notice').select(['event', 'route']).distinct()
  for (const { event, route } of await inIt.where('message', '=', message).execute()) {
    const alive = await tx
      .selectFrom('notice')
      .leftJoin('message as sent', 'sent.key', 'notice.message')
      .select('notice.id')
      .where('notice.event', '=', event)
      .where('notice.route', '=', route)
      .where('notice.state', '!=', 'cancelled')
      .where((eb) =>
        eb.or([eb('sent.state', 'is', null), eb('sent.state', 'not in', ['dead', 'withdrawn'])]),
      )
      .executeTakeFirst()
    if (alive !== undefined) continue
    const call = tx.updateTable('call').set({ due_at: at }).where('due_at', '>', at)
    await call.where('event', '=', event).where('route', '=', route).execute()
  }
}

/** False: the call has ended, or another process has taken the step. */
export async function takeStep(
  tx: Change,
  call: Call,
  next: Pick<Call, 'step' | 'dueAt'> | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('call')
    .set(next === null ? { due_at: null } : { step: next.step, due_at: next.dueAt })
    .where('id', '=', call.id)
    .where('step', '=', call.step)
    .where('due_at', 'is not', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
