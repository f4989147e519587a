import type { Place } from '#domain/place.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { placeNames, siteName } from './parameters.ts'
import { requireFound } from './require-found.ts'

/** Alarms are chosen by where they are now. */
export const alarmPlaceParameters = { site: siteName.optional(), place: placeNames.optional() }

export interface AlarmPlaces {
  readonly site?: string | undefined
  readonly place?: readonly string[] | undefined
}

/** The places that a request names, all of its site where it names none; undefined: wherever. */
export async function findPlaces(
  { sites, places }: Pick<Registry, 'sites' | 'places'>,
  { site, place }: AlarmPlaces,
): Promise<readonly string[] | undefined> {
  if (site === undefined) return place
  requireFound(await sites.get(site), 'site', site)
  const all = await Array.fromAsync(
    listAll<string, Place>((page) => places.list({ ...page, site })),
    ({ id }) => id,
  )
  return place === undefined ? all : all.filter((id) => place.includes(id))
}
