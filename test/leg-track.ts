import { findLegs, type Leg, type Track } from '#domain/leg.ts'
import { DAY, MINUTE } from '#domain/time.ts'

export const START = Date.parse('2026-10-01T00:00:00+07:00')
/** Long after. */
const NOW = START + 100 * DAY

export type Told = readonly (readonly [minute: number, isMoving: boolean])[]

export function trackOf(told: Told, every: number | null = 2 * MINUTE): Track {
  const motions = told.map(([minute, isMoving]) => ({ at: START + minute * MINUTE, isMoving }))
  return { motions, heardAt: motions.map(({ at }) => at), every }
}

/** A reading every two minutes from `first` until `end`. */
export function tell(first: number, end: number, isMoving: boolean): Told {
  return Array.from({ length: (end - first) / 2 }, (_, i) => [first + 2 * i, isMoving] as const)
}

export function legsOf(track: Track, [from, until]: readonly [number, number], now = NOW) {
  const asked = { from: START + from * MINUTE, until: START + until * MINUTE }
  return findLegs(track, asked, now)
}

export function toMinutes({ kind, from, until }: Leg) {
  return [kind, (from - START) / MINUTE, (until - START) / MINUTE]
}
