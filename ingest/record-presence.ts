import { NguonError } from '#domain/error.ts'
import type { PresenceLog } from '#store/registry/contract.ts'

import type { Batch, PresenceChange } from './batch.ts'
import { quote, reject } from './rejection.ts'

interface PresenceContext {
  readonly presence: PresenceLog
}

/** Tells the registry who came and went, in order. */
export async function recordPresence(batch: Batch, { presence }: PresenceContext): Promise<void> {
  const unknown: PresenceChange[] = []
  for (const change of batch.presences) {
    if (!(await record(change, presence))) unknown.push(change)
  }
  for (const { entry } of unknown) {
    const detail = `device is ${quote(entry.device)}; accepted is one that the registry knows`
    reject(batch, entry, { code: 'unknown-device', detail })
  }
}

/** False when no such device was ever enrolled. */
async function record({ entry, presence: to }: PresenceChange, log: PresenceLog): Promise<boolean> {
  try {
    await log.record(entry.device, to, entry.receivedAt)
    return true
  } catch (error) {
    if (error instanceof NguonError && error.code === 'REGISTRY_NOT_FOUND') return false
    throw error
  }
}
