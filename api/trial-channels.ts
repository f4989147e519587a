import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { Channel } from '#domain/channel.ts'
import type { Installation } from '#domain/installation.ts'
import type { Place, PlaceKind } from '#domain/place.ts'
import type { Span } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { RequestProblem } from './problem.ts'
import { requireFound } from './require-found.ts'

/** A channel for the time for which its device stood at a place. */
export interface WatchedChannel extends Span {
  readonly channel: Channel
  readonly place: string
  readonly kind: PlaceKind
  /** Since when it stands there; before `from`, or then. */
  readonly standingFrom: number
}

export interface TrialSelector {
  readonly place?: readonly string[] | undefined
  readonly device?: readonly string[] | undefined
}

/** Channels of one trial, each for each time that it stood somewhere; more are refused. */
const CHANNELS_MAX = 1_000

export function concerns(limit: AlarmLimit, { channel, kind }: WatchedChannel): boolean {
  return limit.placeKinds.includes(kind) && limit.channels.includes(channel.name)
}

/** What one of the limits would have watched in the span, by place. */
export async function selectWatched(
  registry: Registry,
  limits: readonly AlarmLimit[],
  { place, device, span }: TrialSelector & { readonly span: Span },
): Promise<WatchedChannel[]> {
  for (const one of place ?? []) requireFound(await registry.places.get(one), 'place', one)
  for (const one of device ?? []) requireFound(await registry.devices.get(one), 'device', one)
  const watched: WatchedChannel[] = []
  const kinds = [...new Set(limits.flatMap(({ placeKinds }) => placeKinds))]
  const places = listAll<string, Place>((page) => registry.places.list({ ...page, kind: kinds }))
  for await (const one of places) {
    if (place !== undefined && !place.includes(one.id)) continue
    for await (const standing of listStandings(registry, one, span)) {
      if (device !== undefined && !device.includes(standing.device)) continue
      const all = await listChannels(registry, standing)
      watched.push(...all.filter((each) => limits.some((limit) => concerns(limit, each))))
    }
  }
  refuseTooMany(watched.length)
  return watched
}

type Standing = Omit<WatchedChannel, 'channel'> & { readonly device: string }

/** Who stood at the place, each for the part of the span that is meant. */
async function* listStandings(
  { installations }: Registry,
  { id: place, kind }: Place,
  span: Span,
): AsyncGenerator<Standing> {
  const all = listAll<number, Installation>((page) => installations.list({ ...page, place }))
  for await (const { device, from: standingFrom, until: end } of all) {
    const from = Math.max(span.from, standingFrom)
    const until = Math.min(span.until, end ?? span.until)
    if (from < until) yield { device, place, kind, from, until, standingFrom }
  }
}

async function listChannels(
  { channels }: Registry,
  { device, ...standing }: Standing,
): Promise<WatchedChannel[]> {
  const all = (await channels.ofDevice(device)) ?? []
  return all.map((channel) => Object.assign({ channel }, standing))
}

function refuseTooMany(count: number): void {
  if (count <= CHANNELS_MAX) return
  const detail = {
    vi: `Có ${count} kênh; một lần thử nhiều nhất ${CHANNELS_MAX}. Hãy chọn nơi hoặc thiết bị.`,
    en: `These are ${count} channels; one trial has at most ${CHANNELS_MAX}. Name places or devices.`,
  }
  throw new RequestProblem('bad-request', 'TOO_MANY_CHANNELS', detail)
}
