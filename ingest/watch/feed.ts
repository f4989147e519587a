import type { Measure } from '#domain/alarm/measure.ts'
import type { Meter } from '#domain/alarm/meter.ts'
import { isMisdated } from '#domain/quality.ts'
import { MINUTE, type Instant } from '#domain/time.ts'
import type { StoredValue } from '#store/readings/contract.ts'

interface Metered {
  readonly measure: Measure
  readonly meter: Meter
}

/** Gives a meter what its measure looks at; undefined: nothing can be told, as of the arrival of what is read from the store. */
export function feed(
  { measure, meter }: Metered,
  { measuredAt, value, quality }: StoredValue,
  receivedAt?: Instant,
): number | undefined {
  if (measure.kind === 'misdated') return meter.feed(measuredAt, Number(isMisdated(quality)))
  if (measure.kind !== 'lag') return meter.feed(measuredAt, value)
  if (receivedAt === undefined) return undefined
  return meter.feed(receivedAt, (receivedAt - measuredAt) / MINUTE)
}
