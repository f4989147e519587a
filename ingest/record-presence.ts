import type { PresenceLog } from '#store/registry/contract.ts'

import type { Batch } from './batch.ts'
import { quote, reject } from './rejection.ts'

interface PresenceContext {
  readonly presence: PresenceLog
}

/** Tells the registry who came and went, in order. */
export async function recordPresence(batch: Batch, { presence }: PresenceContext): Promise<void> {
  if (batch.presences.length === 0) return
  const changes = batch.presences.map(({ entry: { device, receivedAt: at }, presence: to }) => ({
    device,
    presence: to,
    at,
  }))
  const unknown = await presence.record(changes)
  for (const { entry } of batch.presences) {
    if (!unknown.has(entry.device)) continue
    const detail = `device is ${quote(entry.device)}; accepted is one that the registry knows`
    reject(batch, entry, { code: 'unknown-device', detail })
  }
}
