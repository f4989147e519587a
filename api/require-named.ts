import type { Registry } from '#store/registry/contract.ts'

import { requireFound } from './require-found.ts'

type Names = string | readonly string[] | undefined

interface Named {
  readonly site?: Names
  readonly place?: Names
  readonly device?: Names
  readonly limitId?: Names
}

/** What a list is narrowed by must be there, or a 404 names it: an empty answer to a slip of the pen would look as if all were well. */
export async function requireNamed(
  { sites, places, devices, limits }: Pick<Registry, 'sites' | 'places' | 'devices' | 'limits'>,
  { site, place, device, limitId }: Named,
): Promise<void> {
  for (const one of toList(site)) requireFound(await sites.get(one), 'site', one)
  for (const one of toList(place)) requireFound(await places.get(one), 'place', one)
  for (const one of toList(device)) requireFound(await devices.get(one), 'device', one)
  for (const one of toList(limitId)) {
    const [newest] = await limits.versions(one)
    requireFound(newest, 'limit', one)
  }
}

function toList(names: Names): readonly string[] {
  return typeof names === 'string' ? [names] : (names ?? [])
}
