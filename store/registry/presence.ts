import type { Presence } from '#domain/device.ts'
import type { Instant } from '#domain/time.ts'

import type { PresenceLog } from './contract.ts'
import { requireDevice } from './devices.ts'
import type { Change, Database, PresenceChangeTable } from './schema.ts'

/** Kept per device, the newest; a device that flaps loses the oldest of its history and takes no more room. */
const HISTORY_COUNT_MAX = 1_000

export function createPresenceLog(db: Database): PresenceLog {
  return {
    record: (device, presence, at) =>
      db.transaction().execute((tx) => recordPresence(tx, { device, presence, at })),
    history: (device, limit) => listHistory(db, device, limit),
  }
}

async function recordPresence(tx: Change, change: PresenceChangeTable): Promise<void> {
  const { presenceAt } = await requireDevice(tx, change.device)
  // The same again is no change: a device that reconnects without having been seen to leave, or a replay.
  if ((await findPresenceAt(tx, change)) === change.presence) return
  await tx
    .insertInto('presence_change')
    .values(change)
    .onConflict((known) =>
      known.columns(['device', 'at']).doUpdateSet({ presence: change.presence }),
    )
    .execute()
  if (presenceAt === null || change.at >= presenceAt) await setPresence(tx, change)
  await trimHistory(tx, change.device)
}

async function findPresenceAt(
  tx: Change,
  { device, at }: PresenceChangeTable,
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

async function setPresence(
  tx: Change,
  { device, presence, at }: PresenceChangeTable,
): Promise<void> {
  await tx
    .updateTable('device')
    .set({ presence, presence_at: at })
    .where('id', '=', device)
    .execute()
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
