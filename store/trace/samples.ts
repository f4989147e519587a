import type { Instant } from '#domain/time.ts'

import type { Database } from './schema.ts'

const SAMPLES = ['sampling', 'lab-result'] as const

/** When what is at each place was sampled last, else when it came. */
export async function listSampled(db: Database): Promise<Map<string, Instant>> {
  const stays = await db
    .selectFrom('stay')
    .select((eb) => [
      'place',
      'from_at',
      eb
        .selectFrom('operation_item')
        .innerJoin('operation', 'operation.id', 'operation_item.operation')
        .select(({ fn }) => fn.max('operation.at').as('at'))
        .whereRef('operation_item.item', '=', 'stay.item')
        .where('kind', 'in', SAMPLES)
        .where('corrected_by', 'is', null)
        .as('sampled_at'),
    ])
    .where('until_at', 'is', null)
    .execute()
  const places = new Map<string, Instant>()
  for (const { place, from_at, sampled_at } of stays) {
    const at = Math.max(from_at, sampled_at ?? -Infinity)
    places.set(place, Math.min(at, places.get(place) ?? Infinity))
  }
  return places
}
