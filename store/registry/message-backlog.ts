import type { Backlog } from './contract-notifications.ts'
import type { Database } from './schema.ts'

export async function listBacklog(db: Database): Promise<Backlog[]> {
  const rows = await db
    .selectFrom('message')
    .select(({ fn }) => [
      'channel',
      'state',
      fn.countAll<number>().as('count'),
      fn.min('created_at').as('oldest_at'),
    ])
    .where('state', 'in', ['waiting', 'sending', 'dead'])
    .groupBy(['channel', 'state'])
    .orderBy('channel')
    .orderBy('state')
    .execute()
  return rows.flatMap(({ channel, state, count, oldest_at: oldestAt }) =>
    state === 'accepted' || state === 'withdrawn' ? [] : [{ channel, state, count, oldestAt }],
  )
}
