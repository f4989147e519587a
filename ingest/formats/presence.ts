import type { SequencedEntry } from '#store/journal/contract.ts'

import type { Batch } from '../batch.ts'
import { quote, reject } from '../rejection.ts'

/** Longer than any spelling of the two words. */
const BYTES_MAX = 32

/** `online` or `offline`, in any case: what the gateway saw, or what a device says of itself (often as its will). */
export function decodePresence(entry: SequencedEntry, batch: Batch): void {
  const { payload } = entry
  const said = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
    .toString('latin1', 0, BYTES_MAX)
    .replace(/\0+$/, '')
  const presence = said.trim().toLowerCase()
  if (presence === 'online' || presence === 'offline') {
    batch.presences.push({ entry, presence })
    return
  }
  const detail = `status is ${quote(said)}; accepted is online or offline`
  reject(batch, entry, { code: 'wrong-shape', detail })
}
