import type { Instant } from '#domain/time.ts'

import { listEvents } from './alarm-log.ts'
import {
  answerCalls,
  endCalls,
  findUnansweredCall,
  insertCalls,
  listDueCalls,
  takeStep,
} from './calls.ts'
import type { MessageRecord, Notifications, Plan } from './contract-notifications.ts'
import { listBacklog } from './message-backlog.ts'
import {
  claim,
  composeMessages,
  dismiss,
  hasDue,
  listMessages,
  revive,
  settle,
} from './messages.ts'
import { changeWaiting, insertNotices, listDueNotices, listNoticesOf } from './notices.ts'
import { pruneNotifications } from './prune-notifications.ts'
import type { Change, Database } from './schema.ts'

/** Events up to this number were worked through. */
const TOLD = 'alarm-event-told'

export function createNotifications(db: Database): Notifications {
  // A write by itself would not wait for those of other processes.
  const change = <Result>(write: (tx: Change) => Promise<Result>) => db.transaction().execute(write)
  return {
    unread: async (limit) => {
      const after = await readTold(db)
      return { after, events: await listEvents(db, { after, limit }) }
    },
    keepPlan: (span, plan) => db.transaction().execute((tx) => keepPlan(tx, span, plan)),
    dueCalls: (until, limit) => listDueCalls(db, until, limit),
    unansweredCall: (alarm, route) => findUnansweredCall(db, alarm, route),
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
    cancel: (ids, reason) => change((tx) => changeWaiting(tx, ids, { state: 'cancelled', reason })),
    hold: (ids, dueAt) => change((tx) => changeWaiting(tx, ids, { due_at: dueAt })),
    postpone: (ids, dueAt) =>
      change((tx) => changeWaiting(tx, ids, { due_at: dueAt, in_digest: 1 })),
    compose: (messages) => db.transaction().execute((tx) => composeMessages(tx, messages)),
    countMessages: (to, within) => countMessages(db, to, within),
    claim: async (wanted) =>
      (await hasDue(db, wanted)) ? await db.transaction().execute((tx) => claim(tx, wanted)) : [],
    settle: (key, outcome, at) => change((tx) => settle(tx, { key, outcome, at })),
    backlog: () => listBacklog(db),
    messages: (query) => listMessages(db, query),
    revive: (key, at) => change((tx) => revive(tx, key, at)),
    dismiss: (key) => change((tx) => dismiss(tx, key)),
    prune: (endedBefore, limit) => change((tx) => pruneNotifications(tx, endedBefore, limit)),
  }
}

async function readTold(db: Database): Promise<number> {
  const row = db.selectFrom('counter').select('value').where('name', '=', TOLD)
  return (await row.executeTakeFirstOrThrow()).value
}

async function keepPlan(
  tx: Change,
  { after, through }: Parameters<Notifications['keepPlan']>[0],
  { calls, ended, answered, notices }: Plan,
): Promise<boolean> {
  const moved = await tx
    .updateTable('counter')
    .set({ value: through })
    .where('name', '=', TOLD)
    .where('value', '=', after)
    .executeTakeFirstOrThrow()
  if (moved.numUpdatedRows === 0n) return false
  await endCalls(tx, ended)
  await answerCalls(tx, answered)
  await insertCalls(tx, calls)
  await insertNotices(tx, notices)
  return true
}

async function countMessages(
  db: Database,
  { person, channel }: Pick<MessageRecord, 'person' | 'channel'>,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): Promise<number> {
  const { count } = await db
    .selectFrom('message')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('person', '=', person)
    .where('channel', '=', channel)
    .where('created_at', '>', from)
    .where('created_at', '<=', until)
    .executeTakeFirstOrThrow()
  return count
}
