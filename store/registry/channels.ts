import type { Channel } from '#domain/channel.ts'

import { toBatches } from '../database/row-batches.ts'
import { adoptChannels } from './adopt-channels.ts'
import type { ChannelRecord, Channels, NewChannel } from './contract.ts'
import { takeNumbers } from './counter.ts'
import { listByIds } from './devices.ts'
import { notFound } from './error.ts'
import type { Change, ChannelTable, Database } from './schema.ts'

export function createChannels(db: Database): Channels {
  return {
    ofDevice: async (device) => (await mapOfDevices(db, [device])).get(device),
    ofDevices: (devices) => mapOfDevices(db, devices),
    ensure: (device, name, quantity) => ensureChannel(db, { device, name, quantity }),
    ensureAll: (channels) => ensureChannels(db, channels),
    adopt: (channels) => adoptChannels(db, channels),
    list: (query) => listChannels(db, query),
    setExpectedEvery: (id, expectedEvery) =>
      db.transaction().execute((tx) => setExpectedEvery(tx, id, expectedEvery)),
  }
}

async function mapOfDevices(
  db: Database,
  devices: readonly string[],
): Promise<Map<string, Channel[]>> {
  const known = new Map<string, Channel[]>()
  for (const { id } of await listByIds(db, devices)) known.set(id, [])
  for (const some of toBatches([...known.keys()])) {
    for (const channel of await listOfDevices(db, some)) known.get(channel.device)?.push(channel)
  }
  return known
}

async function listOfDevices(db: Database, devices: readonly string[]): Promise<Channel[]> {
  const query = db.selectFrom('channel').selectAll().where('device', 'in', devices)
  const rows = await query.orderBy('id').execute()
  return rows.map(toChannel)
}

async function ensureChannel(db: Database, wanted: NewChannel): Promise<Channel> {
  const [channel] = await ensureChannels(db, [wanted])
  if (channel === undefined) throw notFound('device', wanted.device)
  return channel
}

async function ensureChannels(
  db: Database,
  wanted: readonly NewChannel[],
): Promise<(Channel | undefined)[]> {
  const known = await findChannels(db, wanted)
  const missing = wanted.filter((channel) => !known.has(toKey(channel)))
  if (missing.length > 0) {
    const made = await db.transaction().execute((tx) => insertMissing(tx, missing))
    for (const [key, channel] of made) known.set(key, channel)
  }
  return wanted.map((channel) => known.get(toKey(channel)))
}

/** Finds more than was wanted when names and devices mix; that does no harm. */
async function findChannels(
  db: Database,
  wanted: readonly NewChannel[],
): Promise<Map<string, Channel>> {
  const known = new Map<string, Channel>()
  for (const some of toBatches(wanted)) {
    const rows = await db
      .selectFrom('channel')
      .selectAll()
      .where('device', 'in', [...new Set(some.map(({ device }) => device))])
      .where('name', 'in', [...new Set(some.map(({ name }) => name))])
      .execute()
    for (const row of rows) known.set(toKey(row), toChannel(row))
  }
  return known
}

async function insertMissing(
  tx: Change,
  missing: readonly NewChannel[],
): Promise<Map<string, Channel>> {
  // Another process may have come first. The counter's lock keeps it from coming now.
  await takeNumbers(tx, 'channel', 0)
  const all = await findChannels(tx, missing)
  const enrolled = await findEnrolled(tx, missing)
  const fresh = new Map(missing.map((channel) => [toKey(channel), channel]))
  for (const [key, { device }] of fresh) {
    if (all.has(key) || !enrolled.has(device)) fresh.delete(key)
  }
  for (const row of await insertChannels(tx, [...fresh.values()]))
    all.set(toKey(row), toChannel(row))
  return all
}

async function insertChannels(
  tx: Change,
  channels: readonly NewChannel[],
): Promise<ChannelTable[]> {
  const firstId = await takeNumbers(tx, 'channel', channels.length)
  const seen = { first_seen_at: Date.now(), expected_every: null }
  const rows = channels.map((channel, index) => ({ ...channel, id: firstId + index, ...seen }))
  for (const some of toBatches(rows))
    await tx
      .insertInto('channel')
      .values([...some])
      .execute()
  return rows
}

async function findEnrolled(db: Database, channels: readonly NewChannel[]): Promise<Set<string>> {
  const devices = await listByIds(db, [...new Set(channels.map(({ device }) => device))])
  return new Set(devices.map(({ id }) => id))
}

function toKey({ device, name }: NewChannel): string {
  return JSON.stringify([device, name])
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
