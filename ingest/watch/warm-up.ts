import type { AlarmLimit } from '#domain/alarm/limit.ts'
import type { Meter } from '#domain/alarm/meter.ts'
import type { Channel } from '#domain/channel.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import { MINUTE, type Instant } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type { LimitVersion } from '#store/registry/contract-alarms.ts'

/** Readings of one question. */
const PAGE = 10_000

interface Past {
  readonly limit: LimitVersion
  readonly channel: Channel
  /** Since when the device stands there. */
  readonly from: Instant
  /** The newest reading that was taken in. */
  readonly until: Instant
}

/** A meter that looks back is given what is stored, so that it tells after a restart what it would have told without one. */
export async function warmUp(
  readings: Pick<ReadingsReader, 'range'>,
  meter: Meter,
  { limit: { limit }, channel, from, until }: Past,
): Promise<void> {
  if (limit.measure.kind === 'value') return
  let next = Math.max(from, until - findLookBack(limit))
  while (next <= until) {
    const page = await readings.range({ channel, from: next, until: until + 1, limit: PAGE })
    for (const { measuredAt, value, quality } of page) {
      if (quality >= USABLE_MIN) meter.feed(measuredAt, value)
    }
    next = page.length < PAGE ? Infinity : (page.at(-1)?.measuredAt ?? Infinity) + 1
  }
}

/** How much of the past can matter: a window and what held into it, or what has been still for as long as the worst level takes. */
function findLookBack({ measure, levels }: AlarmLimit): number {
  if ('over' in measure) return measure.over + measure.holdMax
  return (levels.at(-1)?.bound ?? 0) * MINUTE
}
