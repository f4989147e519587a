import type { Instant } from '#domain/time.ts'
import type { JsonObject } from '#trace/epcis/json.ts'

import type { PageQuery } from '../registry/contract.ts'
import type { Subscription, SubscriptionState } from './events-contract.ts'
import type { SubscriptionTable } from './events-schema.ts'
import type { Change, Database } from './schema.ts'

export async function findSubscription(
  db: Database,
  id: string,
): Promise<Subscription | undefined> {
  const row = db.selectFrom('subscription').selectAll().where('id', '=', id)
  const found = await row.executeTakeFirst()
  return found && toSubscription(found)
}

export async function listSubscriptions(
  db: Database,
  query: string,
  { after = '', limit }: PageQuery<string>,
): Promise<Subscription[]> {
  const rows = db.selectFrom('subscription').selectAll().where('query', '=', query)
  const page = rows.where('id', '>', after).orderBy('id').limit(limit)
  return (await page.execute()).map(toSubscription)
}

export async function listDueSubscriptions(
  db: Database,
  until: Instant,
  limit: number,
): Promise<Subscription[]> {
  const rows = db.selectFrom('subscription').selectAll().where('due_at', '<=', until)
  return (await rows.orderBy('due_at').limit(limit).execute()).map(toSubscription)
}

export async function insertSubscription(tx: Change, subscription: Subscription): Promise<void> {
  const { id, query, secret, createdAt } = subscription
  const body = JSON.stringify(subscription.body)
  const row = { id, query, secret, body, created_at: createdAt, ...toColumns(subscription) }
  await tx.insertInto('subscription').values(row).execute()
}

/** One that was removed meanwhile stays removed. */
export async function updateSubscription(
  tx: Change,
  id: string,
  state: SubscriptionState,
): Promise<void> {
  await tx.updateTable('subscription').set(toColumns(state)).where('id', '=', id).execute()
}

export async function deleteSubscription(tx: Change, id: string): Promise<boolean> {
  const removed = tx.deleteFrom('subscription').where('id', '=', id)
  return (await removed.executeTakeFirstOrThrow()).numDeletedRows > 0n
}

function toColumns(state: SubscriptionState) {
  const { toldSeq, reportSeq, attempts, dueAt, toldAt, error } = state
  const marks = { told_seq: toldSeq, report_seq: reportSeq, attempts, error }
  return { ...marks, due_at: dueAt, told_at: toldAt }
}

function toSubscription(row: SubscriptionTable): Subscription {
  return {
    id: row.id,
    query: row.query,
    body: JSON.parse(row.body) as JsonObject,
    secret: row.secret,
    createdAt: row.created_at,
    toldSeq: row.told_seq,
    reportSeq: row.report_seq,
    attempts: row.attempts,
    dueAt: row.due_at,
    toldAt: row.told_at,
    error: row.error,
  }
}
