import type { Channel } from '#domain/channel.ts'
import type { Instant } from '#domain/time.ts'
import type { StoredValue } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'

/** Since when each of these devices stands where it stands at `now`. */
export async function readInstalledSince(
  { installations }: Registry,
  devices: ReadonlySet<string>,
  now: Instant,
): Promise<ReadonlyMap<string, Instant>> {
  const since = new Map<string, Instant>()
  for (const device of devices) {
    const [standing] = await installations.list({ device, at: now, limit: 1 })
    if (standing !== undefined) since.set(device, standing.from)
  }
  return since
}

/** What was measured before the device stood there says nothing of the place. */
export function keepSince(
  channels: readonly Channel[],
  latest: readonly (StoredValue | undefined)[],
  since: ReadonlyMap<string, Instant>,
): (StoredValue | undefined)[] {
  return latest.map((stored, index) => {
    const from = since.get(channels[index]?.device ?? '') ?? 0
    return stored === undefined || stored.measuredAt < from ? undefined : stored
  })
}
