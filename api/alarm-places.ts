import type { Place } from '#domain/place.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { placeNames, siteName } from './parameters.ts'
import { requireNamed } from './require-named.ts'

/** Alarms are chosen by where they are now. */
export const alarmPlaceParameters = { site: siteName.optional(), place: placeNames.optional() }

export interface AlarmPlaces {
  readonly site?: string | undefined
  readonly place?: readonly string[] | undefined
}

/** The places that a request names, all of its site where it names none; undefined: wherever. A 404 names what is not there. */
export async function findPlaces(
  registry: Pick<Registry, 'sites' | 'places' | 'devices' | 'limits'>,
  { site, place }: AlarmPlaces,
): Promise<readonly string[] | undefined> {
  await requireNamed(registry, { site, place })
  if (site === undefined) return place
  const all = await Array.fromAsync(
    listAll<string, Place>((page) => registry.places.list({ ...page, site })),
    ({ id }) => id,
  )
  return place === undefined ? all : all.filter((id) => place.includes(id))
}
