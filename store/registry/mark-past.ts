import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { canReplay } from '#domain/alarm/replay.ts'
import type { Instant } from '#domain/time.ts'

import { toBatches } from '../database/row-batches.ts'
import { noteMarks } from './excursion-marks.ts'
import type { Change } from './schema.ts'

/**
 * The first version of a limit judges what was before it, too: on channels that it names of devices that stand, or stood, where it
 * watches. Their past waits until what came before is told.
 */
export async function markPast(tx: Change, limit: AlarmLimit): Promise<void> {
  if (!canReplay(limit)) return
  const watched = tx
    .selectFrom('channel')
    .innerJoin('installation', 'installation.device', 'channel.device')
    .innerJoin('place', 'place.id', 'installation.place')
    .select('channel.id')
    .distinct()
    .where('channel.name', 'in', limit.channels)
    .where('place.kind', 'in', limit.placeKinds)
    .orderBy('channel.id')
  await markFrom(tx, await watched.execute(), { from: 0, dueAt: Date.now() })
}

/** Where a device stood from an instant on is known anew. */
export async function markMoved(tx: Change, device: string, from: Instant): Promise<void> {
  const own = tx.selectFrom('channel').select('id').where('device', '=', device)
  await markFrom(tx, await own.execute(), { from, dueAt: 0 })
}

async function markFrom(
  tx: Change,
  channels: readonly { readonly id: number }[],
  { from, dueAt }: { readonly from: Instant; readonly dueAt: Instant },
): Promise<void> {
  const until = Math.max(from, Date.now())
  for (const some of toBatches(channels)) {
    const marks = some.map(({ id: channel }) => ({ channel, from, until, dueAt }))
    await noteMarks(tx, marks)
  }
}
