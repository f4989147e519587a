import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { Instant } from '#domain/time.ts'

import { toBatches } from '../database/row-batches.ts'
import { noteMarks } from './excursion-marks.ts'
import type { Change } from './schema.ts'

/** The first version of a limit judges what was before it, too. */
export async function markPast(tx: Change, { channels }: AlarmLimit): Promise<void> {
  const named = tx.selectFrom('channel').select('id').where('name', 'in', channels)
  await markFrom(tx, await named.execute(), 0)
}

/** Where a device stood from an instant on is known anew. */
export async function markMoved(tx: Change, device: string, from: Instant): Promise<void> {
  const own = tx.selectFrom('channel').select('id').where('device', '=', device)
  await markFrom(tx, await own.execute(), from)
}

async function markFrom(
  tx: Change,
  channels: readonly { readonly id: number }[],
  from: Instant,
): Promise<void> {
  const until = Math.max(from, Date.now())
  for (const some of toBatches(channels)) {
    const marks = some.map(({ id: channel }) => ({ channel, from, until, dueAt: 0 }))
    await noteMarks(tx, marks)
  }
}
