import type { Measure } from '#domain/alarm/measure.ts'
import type { Meter } from '#domain/alarm/meter.ts'
import type { Instant } from '#domain/time.ts'
import type { LimitVersion } from '#store/registry/contract-alarms.ts'

/** One limit on one channel, and what is known of it. */
export interface Watch {
  readonly limit: LimitVersion
  readonly measure: Measure
  readonly meter: Meter
  level: number
  /** What its alarm says, and until when that was told: what is measured again after a restart is not told again. */
  toldLevel: number
  readonly toldUntil: Instant
}

export function isOnValue({ measure }: Watch): boolean {
  return measure.kind === 'value'
}
