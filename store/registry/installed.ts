import type { SelectQueryBuilder } from 'kysely'

import type { Instant } from '#domain/time.ts'

import type { Database, Schema } from './schema.ts'

interface InstalledQuery {
  readonly site?: string | undefined
  readonly place?: string | readonly string[] | undefined
  readonly at: Instant
}

type InstalledDevices = SelectQueryBuilder<Schema, 'installation' | 'place', { device: string }>

/** The ids of the devices that stand in a site or at a place at an instant, as a subquery. */
export function selectInstalled(
  db: Database,
  { site, place, at }: InstalledQuery,
): InstalledDevices {
  let query = db
    .selectFrom('installation')
    .innerJoin('place', 'place.id', 'installation.place')
    .select('installation.device')
    .where('from_at', '<=', at)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', at)]))
  if (site !== undefined) query = query.where('place.site', '=', site)
  if (place !== undefined) query = query.where('place.id', 'in', [place].flat())
  return query
}
