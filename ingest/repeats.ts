import { encodeQuality } from '#domain/quality.ts'
import { findQuantity } from '#domain/quantity.ts'
import { HOUR, type Instant } from '#domain/time.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'

import type { Batch, Value } from './batch.ts'

/** The channel of a device that tells how many in a hundred of its messages came more than once. */
export const REPEATS_CHANNEL = 'repeats'
/** A share is told of so long at least, and of so many messages. */
const SPAN_MIN = HOUR
const MESSAGES_MIN = 10
/** Devices remembered; beyond it the one that was silent longest is forgotten. */
const DEVICES_MAX = 50_000

const QUALITY = encodeQuality({
  status: 'good',
  timeQuality: 'gateway',
  late: false,
  derived: true,
})

interface Count {
  readonly since: Instant
  messageCount: number
  repeatedCount: number
}

/**
 * How often devices repeat themselves: what was not acknowledged is sent again (MQTT-4.4.0-1), over a weak link
 * all the time. A share is told with a message, at its arrival; a device that never repeated itself is told nothing of. After a
 * restart the counting begins anew, so that one share may be of fewer messages.
 */
export class RepeatCounter {
  readonly #counts = new Map<string, Count>()

  /** The share in percent until before this message, when it is time to tell it. */
  count({ device, receivedAt }: SequencedEntry, isRepeated: boolean): number | undefined {
    const known = this.#counts.get(device)
    const isWhole = known !== undefined && isTold(known, receivedAt)
    const count =
      known === undefined || isWhole || receivedAt < known.since ? startAt(receivedAt) : known
    count.messageCount++
    if (isRepeated) count.repeatedCount++
    // Last in the map is who spoke last.
    this.#counts.delete(device)
    this.#counts.set(device, count)
    if (this.#counts.size > DEVICES_MAX) this.#forgetOne()
    return isWhole ? (known.repeatedCount / known.messageCount) * 100 : undefined
  }

  #forgetOne(): void {
    for (const device of this.#counts.keys()) {
      this.#counts.delete(device)
      return
    }
  }
}

function isTold({ since, messageCount }: Count, at: Instant): boolean {
  return at - since >= SPAN_MIN && messageCount >= MESSAGES_MIN
}

function startAt(since: Instant): Count {
  return { since, messageCount: 0, repeatedCount: 0 }
}

interface RepeatsContext {
  readonly repeats: RepeatCounter
  readonly channels: { find(device: string, name: string): object | undefined }
}

/** Counts the messages of the batch that said something, and of these the ones that said nothing new. */
export function countRepeats(batch: Batch, { repeats, channels }: RepeatsContext): void {
  const fresh = new Set(batch.arrivals.map(({ entry }) => entry))
  for (const entry of batch.entries) {
    const isRepeated = !fresh.has(entry) && batch.repeated.has(entry)
    if (!isRepeated && !fresh.has(entry)) continue
    const share = repeats.count(entry, isRepeated)
    if (share === undefined) continue
    // One that is well is told so only after it was not.
    const isKnown = channels.find(entry.device, REPEATS_CHANNEL) !== undefined
    if (share > 0 || isKnown) batch.shares.push(toValue(entry, share))
  }
}

function toValue(entry: SequencedEntry, share: number): Value {
  const quantity = findQuantity(REPEATS_CHANNEL)
  if (quantity === undefined) throw new Error(`there is no quantity ${REPEATS_CHANNEL}`)
  const value = Math.round(share * 10) / 10
  return {
    entry,
    channel: quantity.id,
    quantity,
    value,
    measuredAt: entry.receivedAt,
    quality: QUALITY,
  }
}
