import { sql } from 'kysely'

import type { Instant } from '#domain/time.ts'

import type { Change } from './schema.ts'

/** Removes at most so many calls, notices and messages each, of what was over before then; resolves with how many. */
export async function pruneNotifications(
  tx: Change,
  endedBefore: Instant,
  limit: number,
): Promise<number> {
  const calls = await pruneCalls(tx, endedBefore, limit)
  const notices = await pruneNotices(tx, endedBefore, limit)
  return calls + notices + (await pruneMessages(tx, endedBefore, limit))
}

async function pruneCalls(tx: Change, before: Instant, limit: number): Promise<number> {
  const over = tx
    .selectFrom('call')
    .select('call.id')
    .where('call.asked_at', '<', before)
    .where('call.due_at', 'is', null)
    .where(wasCleared('call', before))
    .orderBy('call.asked_at')
    .limit(limit)
  return count(await tx.deleteFrom('call').where('id', 'in', over).execute())
}

/** While an alarm lasts, who was told of it is known: they are told of its end. */
async function pruneNotices(tx: Change, before: Instant, limit: number): Promise<number> {
  const over = tx
    .selectFrom('notice')
    .leftJoin('message', 'message.key', 'notice.message')
    .select('notice.id')
    .where('notice.made_at', '<', before)
    .where('notice.state', '!=', 'waiting')
    .where((eb) =>
      eb.or([
        eb('message.state', 'is', null),
        eb('message.state', 'in', ['accepted', 'withdrawn']),
      ]),
    )
    .where((eb) => eb.or([eb('notice.kind', '=', 'assigned'), wasCleared('notice', before)]))
    .orderBy('notice.made_at')
    .limit(limit)
  return count(await tx.deleteFrom('notice').where('id', 'in', over).execute())
}

/** One that was given up stays until somebody has looked at it. */
async function pruneMessages(tx: Change, before: Instant, limit: number): Promise<number> {
  const over = tx
    .selectFrom('message')
    .select('message.key')
    .where('message.created_at', '<', before)
    .where('message.state', 'in', ['accepted', 'withdrawn'])
    .where((eb) =>
      eb.or([eb('message.accepted_at', 'is', null), eb('message.accepted_at', '<', before)]),
    )
    .where(sql<boolean>`not exists (select 1 from notice where notice.message = message.key)`)
    .orderBy('message.created_at')
    .limit(limit)
  return count(await tx.deleteFrom('message').where('key', 'in', over).execute())
}

/** The alarm cleared after it, and before then. */
function wasCleared(table: 'call' | 'notice', before: Instant) {
  const [alarm, event] = [sql.ref(`${table}.alarm`), sql.ref(`${table}.event`)]
  return sql<boolean>`exists (
    select 1 from alarm_event as later
    where later.alarm = ${alarm} and later.id >= ${event}
      and later.kind = 'cleared' and later.recorded_at < ${before}
  )`
}

function count(results: readonly { readonly numDeletedRows: bigint }[]): number {
  return results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0)
}
