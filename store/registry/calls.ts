import type { Instant } from '#domain/time.ts'

import { toBatches } from './batches.ts'
import type { Call, NewCall } from './contract-notifications.ts'
import { takeNumbers } from './counter.ts'
import type { CallTable, Change, Database } from './schema.ts'

export async function insertCalls(tx: Change, calls: readonly NewCall[]): Promise<void> {
  if (calls.length === 0) return
  const firstId = await takeNumbers(tx, 'call', calls.length)
  const rows = calls.map(({ askedAt, dueAt, ...call }, index): CallTable => {
    return { ...call, id: firstId + index, asked_at: askedAt, due_at: dueAt }
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
      .set({ state: 'cancelled' })
      .where('alarm', 'in', some)
      .where('state', '=', 'waiting')
      .where('in_digest', '=', 0)
      .where('kind', '!=', 'resolved')
      .execute()
  }
}

export async function listDueCalls(db: Database, until: Instant, limit: number): Promise<Call[]> {
  const due = db.selectFrom('call').selectAll().where('due_at', '<=', until)
  const rows = await due.orderBy('due_at').orderBy('id').limit(limit).execute()
  return rows.map(toCall)
}

function toCall({ asked_at: askedAt, due_at: dueAt, ...same }: CallTable): Call {
  return { ...same, askedAt, dueAt: dueAt ?? Infinity }
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
