import type { Channel } from '#domain/channel.ts'

import { toBatches } from '../database/row-batches.ts'
import { raiseNumber, takeNumbers } from './counter.ts'
import { listByIds } from './devices.ts'
import type { Change, ChannelTable, Database } from './schema.ts'

/**
 * See `Channels.adopt`. Nearly always the registry agrees, and nothing is written. After it was restored from an older
 * backup it lacks what was made since, and may have given the same ids to others.
 */
export async function adoptChannels(
  db: Database,
  channels: readonly Channel[],
): Promise<readonly Channel[]> {
  const differing = await findDiffering(db, channels)
  if (differing.length === 0) return []
  return db.transaction().execute(async (tx) => {
    await raiseNumber(tx, 'channel', Math.max(...differing.map(({ id }) => id)))
    // Asked again: the counter's lock keeps other processes out only now.
    for (const { id } of await findDiffering(tx, differing)) await vacate(tx, id)
    const isDiffering = new Set(differing)
    const enrolled = await findEnrolled(tx, differing)
    const newest = newestOfEach(channels).filter((channel) => isDiffering.has(channel))
    for (const channel of newest) if (enrolled.has(channel.device)) await place(tx, channel)
    return newest.filter(({ device }) => !enrolled.has(device))
  })
}

/** Those whose id the registry has not, or knows as another's. */
async function findDiffering(db: Database, channels: readonly Channel[]): Promise<Channel[]> {
  const differing: Channel[] = []
  for (const some of toBatches(channels)) {
    const ids = some.map(({ id }) => id)
    const rows = await db.selectFrom('channel').selectAll().where('id', 'in', ids).execute()
    const known = new Map(rows.map((row) => [row.id, row]))
    differing.push(...some.filter((channel) => !isSame(channel, known.get(channel.id))))
  }
  return differing
}

function isSame({ device, name }: Channel, row: ChannelTable | undefined): boolean {
  return row?.device === device && row.name === name
}

/** Whoever has the id gets a new one. */
async function vacate(tx: Change, id: number): Promise<void> {
  const row = await tx.selectFrom('channel').select('id').where('id', '=', id).executeTakeFirst()
  if (row === undefined) return
  const fresh = await takeNumbers(tx, 'channel')
  await tx.updateTable('channel').set({ id: fresh }).where('id', '=', id).execute()
}

async function place(tx: Change, channel: Channel): Promise<void> {
  const row = { ...channel, first_seen_at: Date.now(), expected_every: null }
  await tx
    .insertInto('channel')
    .values(row)
    .onConflict((conflict) => conflict.columns(['device', 'name']).doUpdateSet({ id: channel.id }))
    .execute()
}

async function findEnrolled(tx: Change, channels: readonly Channel[]): Promise<Set<string>> {
  const devices = await listByIds(tx, [...new Set(channels.map(({ device }) => device))])
  return new Set(devices.map(({ id }) => id))
}

/** A (device, name) that had two ids goes on with the later one. */
function newestOfEach(channels: readonly Channel[]): Channel[] {
  const ascending = channels.toSorted((a, b) => a.id - b.id)
  const newest = new Map(ascending.map((one) => [JSON.stringify([one.device, one.name]), one]))
  return [...newest.values()]
}
