import type { Installation } from '#domain/installation.ts'
import type { Place, PlaceKind } from '#domain/place.ts'
import type { Instant } from '#domain/time.ts'
import type { LimitVersion } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

/** Where a device stands, since when. */
export interface Standing {
  readonly place: string
  readonly kind: PlaceKind
  readonly from: Instant
}

/** What is watched at an instant: the limits in force, and where devices stand. */
export interface Rules {
  readonly limits: readonly LimitVersion[]
  readonly standings: ReadonlyMap<string, Standing>
}

export async function readRules(
  { limits, installations, places }: Pick<Registry, 'limits' | 'installations' | 'places'>,
  at: Instant,
): Promise<Rules> {
  const kinds = new Map<string, PlaceKind>()
  for await (const { id, kind } of listAll<string, Place>((page) => places.list(page))) {
    kinds.set(id, kind)
  }
  const standings = new Map<string, Standing>()
  const standing = listAll<number, Installation>((page) => installations.list({ ...page, at }))
  for await (const { device, place, from } of standing) {
    const kind = kinds.get(place)
    if (kind !== undefined) standings.set(device, { place, kind, from })
  }
  const inForce = listAll<string, { id: string; version: LimitVersion }>(async (page) =>
    (await limits.list({ ...page, at })).map((version) => ({ id: version.limit.id, version })),
  )
  return { limits: (await Array.fromAsync(inForce)).map(({ version }) => version), standings }
}

/** Of what no reading tells: it is measured of a whole site. */
export function isOfSite({ limit }: LimitVersion): boolean {
  return limit.measure.kind === 'silent-share'
}

/** The limits that readings of a channel are measured against where its device stands. */
export function findLimits(
  rules: Rules,
  channel: { readonly device: string; readonly name: string },
): LimitVersion[] {
  return findAllLimits(rules, channel).filter((one) => !isOfSite(one))
}

/** Those too that are kept under it and measured otherwise. */
export function findAllLimits(
  { limits, standings }: Rules,
  channel: { readonly device: string; readonly name: string },
): LimitVersion[] {
  const standing = standings.get(channel.device)
  if (standing === undefined) return []
  return limits.filter(
    ({ limit }) =>
      limit.placeKinds.includes(standing.kind) && limit.channels.includes(channel.name),
  )
}

export function isSameRules(rules: Rules, before: Rules | undefined): boolean {
  return before !== undefined && fingerprint(rules) === fingerprint(before)
}

function fingerprint({ limits, standings }: Rules): string {
  return JSON.stringify([limits.map(({ limit, version }) => [limit.id, version]), ...standings])
}
