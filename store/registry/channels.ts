import type { Channel } from '#domain/channel.ts'

import type { ChannelRecord, Channels } from './contract.ts'
import { takeNumbers } from './counter.ts'
import { requireDevice } from './devices.ts'
import { notFound } from './error.ts'
import type { Change, ChannelTable, Database } from './schema.ts'

type NewChannel = Omit<Channel, 'id'>

export function createChannels(db: Database): Channels {
  return {
    ofDevice: (device) => listOfDevice(db, device),
    ensure: (device, name, quantity) => ensureChannel(db, { device, name, quantity }),
    list: (query) => listChannels(db, query),
    setExpectedEvery: (id, expectedEvery) =>
      db.transaction().execute((tx) => setExpectedEvery(tx, id, expectedEvery)),
  }
}

async function listOfDevice(db: Database, device: string): Promise<Channel[] | undefined> {
  const rows = await db
    .selectFrom('channel')
    .selectAll()
    .where('device', '=', device)
    .orderBy('id')
    .execute()
  if (rows.length > 0) return rows.map(toChannel)
  const enrolled = await db
    .selectFrom('device')
    .select('id')
    .where('id', '=', device)
    .executeTakeFirst()
  return enrolled && []
}

async function ensureChannel(db: Database, channel: NewChannel): Promise<Channel> {
  const known = await findChannel(db, channel)
  return known ?? (await db.transaction().execute((tx) => insertChannel(tx, channel)))
}

async function findChannel(
  db: Database,
  { device, name }: NewChannel,
): Promise<Channel | undefined> {
  const row = await db
    .selectFrom('channel')
    .selectAll()
    .where('device', '=', device)
    .where('name', '=', name)
    .executeTakeFirst()
  return row && toChannel(row)
}

/** Looks again before it inserts: another process may have come first. The counter's lock keeps it from coming now. */
async function insertChannel(tx: Change, channel: NewChannel): Promise<Channel> {
  await requireDevice(tx, channel.device)
  const id = await takeNumbers(tx, 'channel')
  const known = await findChannel(tx, channel)
  if (known !== undefined) return known
  const row = { ...channel, id, first_seen_at: Date.now(), expected_every: null }
  await tx.insertInto('channel').values(row).execute()
  return toChannel(row)
}

async function listChannels(
  db: Database,
  { after = 0, limit, device }: Parameters<Channels['list']>[0],
): Promise<ChannelRecord[]> {
  let query = db.selectFrom('channel').selectAll().where('id', '>', after)
  if (device !== undefined) query = query.where('device', '=', device)
  const rows = await query.orderBy('id').limit(limit).execute()
  return rows.map(toChannelRecord)
}

async function setExpectedEvery(
  tx: Change,
  id: number,
  expectedEvery: number | null,
): Promise<void> {
  const row = await tx
    .updateTable('channel')
    .set({ expected_every: expectedEvery })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) throw notFound('channel', id)
}

function toChannel({ id, device, name, quantity }: ChannelTable): Channel {
  return { id, device, name, quantity }
}

function toChannelRecord(row: ChannelTable): ChannelRecord {
  const { first_seen_at: firstSeenAt, expected_every: expectedEvery } = row
  return { ...toChannel(row), firstSeenAt, expectedEvery }
}
