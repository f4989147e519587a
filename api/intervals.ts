import type { Channel } from '#domain/channel.ts'
import type { Registry } from '#store/registry/contract.ts'

/** How often channels should report, milliseconds, by their ids; null = not known. */
export type Intervals = ReadonlyMap<number, number | null>

export async function readIntervals(
  registry: Registry,
  channels: readonly Channel[],
): Promise<Intervals> {
  const intervals = new Map<number, number | null>()
  for (const device of new Set(channels.map((channel) => channel.device))) {
    const known = await registry.channels.list({ device, limit: Number.MAX_SAFE_INTEGER })
    for (const { id, expectedEvery } of known) intervals.set(id, expectedEvery)
  }
  return intervals
}
