import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { Channel } from '#domain/channel.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import { MINUTE, type Instant } from '#domain/time.ts'
import type { ReadingsReader, StoredValue } from '#store/readings/contract.ts'

/** Readings of one question. */
const PAGE = 10_000

interface Past {
  readonly channel: Channel
  /** Since when the device stands there. */
  readonly from: Instant
  /** The newest reading that was taken in. */
  readonly until: Instant
  readonly lookBack: number
}

/** What looks back is told what is stored, so that it tells after a restart what it would have told without one. */
export async function recallReadings(
  readings: Pick<ReadingsReader, 'range'>,
  { channel, from, until, lookBack }: Past,
  hear: (reading: StoredValue) => void,
): Promise<void> {
  if (lookBack === 0) return
  let next = Math.max(from, until - lookBack)
  while (next <= until) {
    const page = await readings.range({ channel, from: next, until: until + 1, limit: PAGE })
    for (const reading of page) if (reading.quality >= USABLE_MIN) hear(reading)
    next = page.length < PAGE ? Infinity : (page.at(-1)?.measuredAt ?? Infinity) + 1
  }
}

type Looking = Pick<AlarmLimit, 'measure'> & {
  readonly levels: readonly { readonly bound: number }[]
}

/** How much of the past can matter: a window and what held into it, or what has been still for as long as the worst level takes. */
export function findLookBack({ measure, levels }: Looking): number {
  if ('over' in measure) return measure.kind === 'lag' ? 0 : measure.over + measure.holdMax
  return measure.kind === 'unchanged' ? (levels.at(-1)?.bound ?? 0) * MINUTE : 0
}
