import type { Instant } from '#domain/time.ts'

import { hastenCalls } from './calls.ts'
import type {
  Claim,
  MessageQuery,
  MessageRecord,
  NewMessage,
  Outcome,
} from './contract-notifications.ts'
import { conflict, notFound } from './error.ts'
import { putIntoMessage } from './notices.ts'
import type { Change, Database, MessageTable } from './schema.ts'

export async function composeMessages(tx: Change, messages: readonly NewMessage[]): Promise<void> {
  for (const message of messages) {
    const { key, notices } = message
    // Another process may have put them into a message of its own, or somebody has answered.
    const put = await putIntoMessage(tx, key, notices)
    if (put === 0 && notices.length > 0) continue
    await tx.insertInto('message').values(toFreshRow(message)).execute()
  }
}

function toFreshRow({ key, person, channel, address, createdAt, body }: NewMessage): MessageTable {
  return {
    key,
    person,
    channel,
    address,
    created_at: createdAt,
    state: 'waiting',
    attempts: 0,
    next_at: createdAt,
    error: null,
    provider_id: null,
    accepted_at: null,
    body,
  }
}

/** Asked before a claim, which is a write. */
export async function hasDue(db: Database, wanted: Claim): Promise<boolean> {
  const due = selectDue(db, wanted).select('key').limit(1)
  return (await due.executeTakeFirst()) !== undefined
}

function selectDue(db: Database, { channel, at }: Pick<Claim, 'channel' | 'at'>) {
  const unsettled = db.selectFrom('message').where('state', 'in', ['waiting', 'sending'])
  return unsettled.where('channel', '=', channel).where('next_at', '<=', at)
}

/** One whose taker has not come back in time is due like the others. */
export async function claim(
  tx: Change,
  { channel, at, until, limit }: Claim,
): Promise<MessageRecord[]> {
  const due = await selectDue(tx, { channel, at })
    .selectAll()
    .orderBy('next_at')
    .orderBy('key')
    .limit(limit)
    .execute()
  for (const { key, attempts } of due) {
    const taken = { state: 'sending', next_at: until, attempts: attempts + 1 } as const
    await tx.updateTable('message').set(taken).where('key', '=', key).execute()
  }
  return due.map((row) => toMessage({ ...row, state: 'sending', attempts: row.attempts + 1 }))
}

export async function settle(tx: Change, { key, outcome, at }: Settlement): Promise<void> {
  const one = tx.updateTable('message').set(toColumns(outcome)).where('key', '=', key)
  await one.where('state', '!=', 'accepted').execute()
  if (outcome.kind === 'dead') await hastenCalls(tx, key, at)
}

interface Settlement {
  readonly key: string
  readonly outcome: Outcome
  readonly at: Instant
}

function toColumns(outcome: Outcome): Partial<MessageTable> {
  if (outcome.kind === 'accepted') {
    const { at, providerId } = outcome
    return { state: 'accepted', accepted_at: at, provider_id: providerId, error: null }
  }
  if (outcome.kind === 'withdrawn') return { state: 'withdrawn' }
  const { error } = outcome
  if (outcome.kind === 'dead') return { state: 'dead', error }
  return { state: 'waiting', next_at: outcome.nextAt, error }
}

export async function listMessages(
  db: Database,
  { after = '', limit, states, person }: MessageQuery,
): Promise<MessageRecord[]> {
  let query = db.selectFrom('message').selectAll().where('key', '>', after)
  if (states !== undefined) query = query.where('state', 'in', states)
  if (person !== undefined) query = query.where('person', '=', person)
  return (await query.orderBy('key').limit(limit).execute()).map(toMessage)
}

export async function revive(tx: Change, key: string, at: Instant): Promise<MessageRecord> {
  // Its age counts anew: it is tried for as long as one that was just made.
  return await changeDead(tx, key, { state: 'waiting', next_at: at, attempts: 0, created_at: at })
}

export async function dismiss(tx: Change, key: string): Promise<MessageRecord> {
  return await changeDead(tx, key, { state: 'withdrawn' })
}

async function changeDead(
  tx: Change,
  key: string,
  change: Partial<MessageTable>,
): Promise<MessageRecord> {
  const known = tx.selectFrom('message').selectAll().where('key', '=', key)
  const row = await known.executeTakeFirst()
  if (row === undefined) throw notFound('message', key)
  if (row.state !== 'dead') {
    throw conflict(
      `message "${key}" is ${row.state}; only one that is dead can be sent again or dismissed`,
    )
  }
  await tx.updateTable('message').set(change).where('key', '=', key).execute()
  return toMessage({ ...row, ...change })
}

function toMessage(row: MessageTable): MessageRecord {
  const { created_at: createdAt, next_at: nextAt, ...rest } = row
  const { provider_id: providerId, accepted_at: acceptedAt, ...same } = rest
  return { ...same, createdAt, nextAt, providerId, acceptedAt }
}
