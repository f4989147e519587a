import { judge, type Limit } from './limit.ts'
import { countBefore, type Measured, type Stretch } from './measured.ts'
import type { Instant } from './time.ts'

/** A reading holds until the next one, at most so long as a channel may be silent. */
export interface Held extends Measured {
  readonly until: Instant
}

/** Of the time for which readings held. Sums, so that parts of a time can be put together. Durations in milliseconds. */
export interface HeldSummary {
  readonly min: number
  readonly max: number
  /** Value × duration. */
  readonly sum: number
  readonly duration: number
  /** Outside the limit, critically or not. */
  readonly outside: number
  readonly critical: number
}

/** Oldest first, in and out. */
export function holdReadings(readings: readonly Measured[], holdMax: number): Held[] {
  return readings.map(({ at, value }, index) => {
    const next = readings[index + 1]?.at ?? Infinity
    return { at, value, until: Math.min(next, at + holdMax) }
  })
}

/** Undefined where nothing held at any time of the stretch. */
export function summarizeHeld(
  held: readonly Held[],
  { from, until }: Stretch,
  limit: Limit | undefined,
): HeldSummary | undefined {
  let summary: HeldSummary | undefined
  // The one before may hold on into the stretch.
  for (let index = Math.max(0, countBefore(held, from) - 1); index < held.length; index += 1) {
    const one = held[index]
    if (one === undefined || one.at >= until) break
    const duration = Math.min(one.until, until) - Math.max(one.at, from)
    if (duration > 0) summary = joinHeld(summary, toSummary(one.value, duration, limit))
  }
  return summary
}

export function joinHeld(
  a: HeldSummary | undefined,
  b: HeldSummary | undefined,
): HeldSummary | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return {
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    sum: a.sum + b.sum,
    duration: a.duration + b.duration,
    outside: a.outside + b.outside,
    critical: a.critical + b.critical,
  }
}

function toSummary(value: number, duration: number, limit: Limit | undefined): HeldSummary {
  const verdict = limit === undefined ? 'good' : judge(limit, value)
  return {
    min: value,
    max: value,
    sum: value * duration,
    duration,
    outside: verdict === 'good' ? 0 : duration,
    critical: verdict === 'critical' ? duration : 0,
  }
}
