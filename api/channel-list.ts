import { z } from 'zod'

import type { Channel } from '#domain/channel.ts'
import type { Device } from '#domain/device.ts'
import type { PageQuery, Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { given } from './given.ts'
import { channelNames, deviceNames, placeName, siteName } from './parameters.ts'
import { requireFound } from './require-found.ts'

/** The last channel of the page before. */
export const latestCursorShape = z.object({ device: z.string(), id: z.number() })
type Key = z.output<typeof latestCursorShape>

/** The parameters of every list of channels. */
export const channelFilterParameters = {
  device: deviceNames.optional(),
  place: placeName.optional(),
  site: siteName.optional(),
  channel: channelNames.optional(),
}

export interface ChannelFilter {
  readonly device?: readonly string[] | undefined
  readonly place?: string | undefined
  readonly site?: string | undefined
  readonly channel?: readonly string[] | undefined
}

/** Channels of the devices that match now, in the order of (device, channel id). */
export async function listChannels(
  registry: Registry,
  filter: ChannelFilter,
  { after, limit }: PageQuery<Key>,
): Promise<Channel[]> {
  await refuseUnknown(registry, filter)
  const channels: Channel[] = []
  for await (const device of listDevices(registry, filter, after?.device)) {
    const known = await registry.channels.ofDevice(device)
    const isWanted = ({ id, name }: Channel) =>
      (filter.channel?.includes(name) ?? true) && (device !== after?.device || id > after.id)
    channels.push(...(known ?? []).filter(isWanted))
    if (channels.length >= limit) break
  }
  return channels.slice(0, limit)
}

/** A misspelt name is an error, not an empty answer. */
async function refuseUnknown(
  registry: Registry,
  { device, place, site }: ChannelFilter,
): Promise<void> {
  for (const one of device ?? []) requireFound(await registry.devices.get(one), 'device', one)
  if (place !== undefined) requireFound(await registry.places.get(place), 'place', place)
  if (site !== undefined) requireFound(await registry.sites.get(site), 'site', site)
}

/** Ids of the devices that match, from `first` on. */
async function* listDevices(
  { devices }: Registry,
  { device, place, site }: ChannelFilter,
  first: string | undefined,
): AsyncGenerator<string> {
  if (device !== undefined && place === undefined && site === undefined) {
    yield* device.toSorted().filter((one) => first === undefined || one >= first)
    return
  }
  // Once more: its page may have ended in the middle of its channels.
  if (first !== undefined) yield first
  const all = listAll<string, Device>(
    (page) => devices.list({ ...page, ...given({ place, site }) }),
    first,
  )
  for await (const { id } of all) if (device?.includes(id) ?? true) yield id
}
