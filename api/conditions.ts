import {
  compareConditions,
  findCondition,
  type ConditionState,
  type Finding,
} from '#domain/condition.ts'
import type { Installation } from '#domain/installation.ts'
import type { Place } from '#domain/place.ts'
import type { Instant } from '#domain/time.ts'
import type { ReadingsReader, StoredValue } from '#store/readings/contract.ts'
import type { ChannelRecord, Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { given } from './given.ts'
import { keepSince } from './installed-since.ts'

/** What a device that stands at the place says. */
type Observation = Finding & { readonly device: string }

/** A place and what makes it what it is: the worst finding, or none where nothing was ever measured. */
export interface PlaceCondition {
  readonly place: Place
  readonly state: ConditionState
  readonly worst: Observation | undefined
  /** The newest reading of all. */
  readonly measuredAt: Instant | undefined
}

interface Sources {
  readonly registry: Registry
  readonly readings: ReadingsReader
}

/** Every place of a site, or of all, the worst first; among equals by id. Judged by what stands there at `now`. */
export async function readConditions(
  sources: Sources,
  site: string | undefined,
  now: Instant,
): Promise<PlaceCondition[]> {
  const { places } = sources.registry
  const all = await Array.fromAsync(
    listAll<string, Place>((page) => places.list({ ...page, ...given({ site }) })),
  )
  const placeById = new Map(all.map((place) => [place.id, place]))
  const observations = await readObservations(sources, placeById, now)
  return all
    .map((place) => toCondition(place, observations.get(place.id) ?? []))
    .toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)))
}

/** Where a place stands in the list: by its state, then by its id. */
export interface ConditionKey {
  readonly state: ConditionState
  readonly place: string
}

export function keyOf({ state, place }: PlaceCondition): ConditionKey {
  return { state, place: place.id }
}

/** Negative when `a` comes first. */
export function compareKeys(a: ConditionKey, b: ConditionKey): number {
  return compareConditions(a.state, b.state) || (a.place < b.place ? -1 : Number(a.place > b.place))
}

function toCondition(place: Place, observations: readonly Observation[]): PlaceCondition {
  const [worst] = observations.toSorted((a, b) => compareConditions(a.state, b.state))
  if (worst === undefined) return { place, state: 'unknown', worst, measuredAt: undefined }
  const measuredAt = Math.max(...observations.map((one) => one.measuredAt))
  return { place, state: worst.state, worst, measuredAt }
}

/** By place. A channel that never had a reading since its device stands there says nothing. */
async function readObservations(
  { registry: { installations, channels }, readings }: Sources,
  places: ReadonlyMap<string, Place>,
  now: Instant,
): Promise<ReadonlyMap<string | undefined, Observation[]>> {
  const standing = await Array.fromAsync(
    listAll<number, Installation>((page) => installations.list({ ...page, at: now })),
  )
  const placeOf = new Map(standing.map(({ device, place }) => [device, places.get(place)]))
  const since = new Map(standing.map(({ device, from }) => [device, from]))
  const known = await Array.fromAsync(listAll<number, ChannelRecord>((page) => channels.list(page)))
  const here = known.filter(({ device }) => placeOf.get(device) !== undefined)
  const latest = keepSince(here, await readings.latest(here), since)
  const newestOf = newestOfDevices(here, latest)
  const observations = here.flatMap(({ device, name: channel, expectedEvery }, index) => {
    const place = placeOf.get(device)
    const stored = latest[index]
    if (place === undefined || stored === undefined) return []
    const deviceMeasuredAt = newestOf.get(device) ?? stored.measuredAt
    const newest = { channel, expectedEvery, ...stored, deviceMeasuredAt }
    const finding = findCondition(place.kind, newest, now)
    return [{ ...finding, device }]
  })
  return Map.groupBy(observations, ({ device }) => placeOf.get(device)?.id)
}

/** When each device measured anything last. */
function newestOfDevices(
  channels: readonly ChannelRecord[],
  latest: readonly (StoredValue | undefined)[],
): ReadonlyMap<string, Instant> {
  const newest = new Map<string, Instant>()
  for (const [index, { device }] of channels.entries()) {
    const at = latest[index]?.measuredAt ?? -Infinity
    newest.set(device, Math.max(at, newest.get(device) ?? -Infinity))
  }
  return newest
}
