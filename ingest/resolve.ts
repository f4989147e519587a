import type { NewChannel } from '#store/registry/contract.ts'

import type { Arrival, Batch, Value } from './batch.ts'
import type { ChannelCache } from './channel-cache.ts'
import { quote, reject } from './rejection.ts'

interface ResolveContext {
  readonly channels: ChannelCache
}

/** Values become readings of channels. A channel is made on first sight. */
export async function resolve(batch: Batch, { channels }: ResolveContext): Promise<void> {
  // Asking the registry may fail (it is busy) and be done again; what follows it cannot fail.
  // What devices said comes first: where the room for channels ends, nothing derived takes it.
  const values = [...batch.values, ...batch.derived]
  const unknown = values.filter(({ entry, channel }) => !channels.find(entry.device, channel))
  if (unknown.length > 0) await channels.prepare(unknown.map(toNewChannel))
  for (const value of values) {
    const arrival = toArrival(value, channels)
    if (arrival === undefined) rejectValue(value, batch, channels)
    else batch.arrivals.push(arrival)
  }
  channels.trim()
}

/** The same for what we count of devices; where there is no room for another channel, it is left out. */
export async function resolveShares(batch: Batch, { channels }: ResolveContext): Promise<void> {
  if (batch.shares.length === 0) return
  await channels.prepare(batch.shares.map(toNewChannel))
  batch.arrivals.push(...batch.shares.flatMap((share) => toArrival(share, channels) ?? []))
}

function toNewChannel({ entry, channel, quantity }: Value): NewChannel {
  return { device: entry.device, name: channel, quantity: quantity.id }
}

function toArrival(value: Value, channels: ChannelCache): Arrival | undefined {
  const { entry, measuredAt, quality } = value
  const channel = channels.find(entry.device, value.channel)
  if (channel === undefined) return undefined
  return { entry, reading: { channel, measuredAt, value: value.value, quality } }
}

function rejectValue({ entry, channel }: Value, batch: Batch, channels: ChannelCache): void {
  if (!channels.hasDevice(entry.device)) {
    const detail = `device is ${quote(entry.device)}; accepted is one that the registry knows: enrol it, or restore the registry that knew it`
    return reject(batch, entry, { code: 'unknown-device', channel, detail })
  }
  const detail = `channel ${quote(channel)} would be one more than a device may have (NGUON_CHANNELS_PER_DEVICE_MAX)`
  reject(batch, entry, { code: 'too-many-channels', channel, detail })
}
