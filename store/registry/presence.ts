import type { Device, Presence } from '#domain/device.ts'
import type { Instant } from '#domain/time.ts'

import { toBatches } from '../database/row-batches.ts'
import type { PresenceChange, PresenceLog, StandingDevice } from './contract.ts'
import { listByIds } from './devices.ts'
import type { Change, Database } from './schema.ts'

/** Kept per device, the newest; a device that flaps loses the oldest of its history and takes no more room. */
const HISTORY_COUNT_MAX = 1_000

export function createPresenceLog(db: Database): PresenceLog {
  return {
    record: async (changes) =>
      changes.length === 0
        ? new Set()
        : await db.transaction().execute((tx) => recordPresences(tx, changes)),
    history: (device, limit) => listHistory(db, device, limit),
    standing: (at) => listStanding(db, at),
  }
}

/** What is known of the devices, and what will be. */
interface Ledger {
  readonly devices: Map<string, Pick<Device, 'presence' | 'presenceAt'>>
  /** Changes that make the newest of their device, by device and instant. */
  readonly newest: Map<string, PresenceChange>
  readonly late: PresenceChange[]
  readonly unknown: Set<string>
}

async function recordPresences(
  tx: Change,
  changes: readonly PresenceChange[],
): Promise<Set<string>> {
  const devices = await listByIds(tx, [...new Set(changes.map(({ device }) => device))])
  const ledger: Ledger = {
    devices: new Map(devices.map((device) => [device.id, device])),
    newest: new Map(),
    late: [],
    unknown: new Set(),
  }
  for (const change of changes) enter(ledger, change)
  await saveNewest(tx, ledger)
  // What is late lies before all that was newest, so the order between the two does not matter.
  for (const change of ledger.late) await recordLate(tx, change)
  await trimHistories(tx, [
    ...new Set([...ledger.newest.values(), ...ledger.late].map(({ device }) => device)),
  ])
  return ledger.unknown
}

function enter({ devices, newest, late, unknown }: Ledger, change: PresenceChange): void {
  const { device, presence, at } = change
  const known = devices.get(device)
  if (known === undefined) unknown.add(device)
  else if (known.presenceAt !== null && at < known.presenceAt) late.push(change)
  // The same again is no change: a device that reconnects without having been seen to leave, or a replay.
  else if (known.presence !== presence) {
    newest.set(JSON.stringify([device, at]), change)
    devices.set(device, { presence, presenceAt: at })
  }
}

async function saveNewest(tx: Change, { devices, newest }: Ledger): Promise<void> {
  await insertChanges(tx, [...newest.values()])
  for (const device of new Set([...newest.values()].map((change) => change.device))) {
    const { presence, presenceAt } = devices.get(device) ?? {}
    if (presence === undefined || presenceAt === undefined) continue
    const state = { presence, presence_at: presenceAt }
    await tx.updateTable('device').set(state).where('id', '=', device).execute()
  }
}

async function recordLate(tx: Change, change: PresenceChange): Promise<void> {
  if ((await findPresenceAt(tx, change)) !== change.presence) await insertChanges(tx, [change])
}

async function insertChanges(tx: Change, changes: readonly PresenceChange[]): Promise<void> {
  for (const some of toBatches(changes)) {
    await tx
      .insertInto('presence_change')
      .values([...some])
      .onConflict((known) =>
        known
          .columns(['device', 'at'])
          .doUpdateSet({ presence: (row) => row.ref('excluded.presence') }),
      )
      .execute()
  }
}

async function findPresenceAt(
  tx: Change,
  { device, at }: PresenceChange,
): Promise<Presence | undefined> {
  const row = await tx
    .selectFrom('presence_change')
    .select('presence')
    .where('device', '=', device)
    .where('at', '<=', at)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.presence
}

async function trimHistories(tx: Change, devices: readonly string[]): Promise<void> {
  for (const some of toBatches(devices)) {
    const full = await tx
      .selectFrom('presence_change')
      .select('device')
      .where('device', 'in', some)
      .groupBy('device')
      .having(({ fn }) => fn.countAll(), '>', HISTORY_COUNT_MAX)
      .execute()
    for (const { device } of full) await trimHistory(tx, device)
  }
}

async function trimHistory(tx: Change, device: string): Promise<void> {
  const oldestKept = tx
    .selectFrom('presence_change')
    .select('at')
    .where('device', '=', device)
    .orderBy('at', 'desc')
    .offset(HISTORY_COUNT_MAX - 1)
    .limit(1)
  await tx
    .deleteFrom('presence_change')
    .where('device', '=', device)
    .where('at', '<', oldestKept)
    .execute()
}

async function listHistory(
  db: Database,
  device: string,
  limit: number,
): Promise<{ presence: Presence; at: Instant }[]> {
  return await db
    .selectFrom('presence_change')
    .select(['presence', 'at'])
    .where('device', '=', device)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
}

async function listStanding(db: Database, at: Instant): Promise<StandingDevice[]> {
  return await db
    .selectFrom('installation')
    .innerJoin('place', 'place.id', 'installation.place')
    .innerJoin('device', 'device.id', 'installation.device')
    .select(['device.id as device', 'place.id as place', 'place.kind', 'place.site'])
    .select(['device.presence', 'device.presence_at as presenceAt'])
    .where('from_at', '<=', at)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', at)]))
    .where('device.state', '=', 'enrolled')
    .orderBy('device.id')
    .execute()
}
