import type { Measure } from '#domain/alarm/measure.ts'
import type { Meter } from '#domain/alarm/meter.ts'
import type { Channel } from '#domain/channel.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import { DAY, type Instant } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'

/** Readings of one question. */
const PAGE = 10_000
/** How far a meter without a window looks back. */
const STILL_BEFORE = DAY

interface Past {
  readonly measure: Measure
  readonly channel: Channel
  /** Since when the device stands there. */
  readonly from: Instant
  /** The newest reading that is stored. */
  readonly until: Instant
}

/** A meter that looks back is given what is stored, so that it tells after a restart what it would have told without one. */
export async function warmUp(
  readings: Pick<ReadingsReader, 'range'>,
  meter: Meter,
  { measure, channel, from, until }: Past,
): Promise<void> {
  if (measure.kind === 'value') return
  const lookBack = 'over' in measure ? measure.over : STILL_BEFORE
  let next = Math.max(from, until - lookBack)
  while (next <= until) {
    const page = await readings.range({ channel, from: next, until: until + 1, limit: PAGE })
    for (const { measuredAt, value, quality } of page) {
      if (quality >= USABLE_MIN) meter.feed(measuredAt, value)
    }
    next = page.length < PAGE ? Infinity : (page.at(-1)?.measuredAt ?? Infinity) + 1
  }
}
