import type { AlarmLimit } from '#domain/alarm/limit.ts'
import { ACTIVE_PHASES } from '#domain/alarm/state.ts'
import type { Place } from '#domain/place.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmRecord, LimitVersion } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { buildSirenStates, type SirenState } from './state.ts'

/** What is open at each place now. */
export async function readSirenStates(
  { places, alarms, limits }: Pick<Registry, 'places' | 'alarms' | 'limits'>,
  now: Instant,
): Promise<Map<string, SirenState>> {
  const all = await Array.fromAsync(listAll<string, Place>((page) => places.list(page)))
  const open = listAll<number, AlarmRecord>((page) =>
    alarms.list({ ...page, phases: ACTIVE_PHASES }),
  )
  const inForce = listAll<string, { id: string; limit: AlarmLimit }>(async (page) =>
    (await limits.list({ ...page, at: now })).map(toNamed),
  )
  const named = await Array.fromAsync(inForce)
  const byId = new Map(named.map(({ id, limit }) => [id, limit]))
  return buildSirenStates(all, await Array.fromAsync(open), byId)
}

function toNamed({ limit }: LimitVersion) {
  return { id: limit.id, limit }
}
