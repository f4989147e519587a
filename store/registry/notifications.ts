import type { Instant } from '#domain/time.ts'

import { listEvents } from './alarm-log.ts'
import { endCalls, insertCalls, listDueCalls, takeStep } from './calls.ts'
import type { MessageRecord, Notifications, Plan } from './contract-notifications.ts'
import { listBacklog } from './message-backlog.ts'
import { claim, composeMessages, hasDue, listMessages, revive, settle } from './messages.ts'
import { changeWaiting, insertNotices, listDueNotices, listNoticesOf } from './notices.ts'
import type { Change, Database } from './schema.ts'

/** Events up to this number were worked through. */
const TOLD = 'alarm-event-told'

export function createNotifications(db: Database): Notifications {
  return {
    unread: async (limit) => {
      const after = await readTold(db)
      return { after, events: await listEvents(db, { after, limit }) }
    },
    keepPlan: (span, plan) => db.transaction().execute((tx) => keepPlan(tx, span, plan)),
    dueCalls: (until, limit) => listDueCalls(db, until, limit),
    keepStep: (call, next, notices) =>
      db.transaction().execute(async (tx) => {
        const taken = await takeStep(tx, call, next)
        if (taken) await insertNotices(tx, notices)
        return taken
      }),
    dueNotices: (until, limit) => listDueNotices(db, until, limit),
    noticesOf: (alarm) => listNoticesOf(db, 'alarm', alarm),
    noticesIn: (message) => listNoticesOf(db, 'message', message),
    addNotices: (notices) => db.transaction().execute((tx) => insertNotices(tx, notices)),
    cancel: (ids) => changeWaiting(db, ids, { state: 'cancelled' }),
    postpone: (ids, dueAt) => changeWaiting(db, ids, { due_at: dueAt }),
    compose: (messages) => db.transaction().execute((tx) => composeMessages(tx, messages)),
    countMessages: ({ person, channel }, since) => countMessages(db, { person, channel, since }),
    claim: async (wanted) =>
      (await hasDue(db, wanted)) ? await db.transaction().execute((tx) => claim(tx, wanted)) : [],
    settle: (key, outcome) => settle(db, key, outcome),
    backlog: () => listBacklog(db),
    messages: (query) => listMessages(db, query),
    revive: (key, at) => db.transaction().execute((tx) => revive(tx, key, at)),
  }
}

async function readTold(db: Database): Promise<number> {
  const row = db.selectFrom('counter').select('value').where('name', '=', TOLD)
  return (await row.executeTakeFirstOrThrow()).value
}

async function keepPlan(
  tx: Change,
  { after, through }: Parameters<Notifications['keepPlan']>[0],
  { calls, answered, notices }: Plan,
): Promise<boolean> {
  const moved = await tx
    .updateTable('counter')
    .set({ value: through })
    .where('name', '=', TOLD)
    .where('value', '=', after)
    .executeTakeFirstOrThrow()
  if (moved.numUpdatedRows === 0n) return false
  await endCalls(tx, answered)
  await insertCalls(tx, calls)
  await insertNotices(tx, notices)
  return true
}

async function countMessages(
  db: Database,
  {
    person,
    channel,
    since,
  }: Pick<MessageRecord, 'person' | 'channel'> & { readonly since: Instant },
): Promise<number> {
  const { count } = await db
    .selectFrom('message')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('person', '=', person)
    .where('channel', '=', channel)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow()
  return count
}
