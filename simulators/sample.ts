import type { Instant } from '#domain/time.ts'

/** Channel name → what the device says: a number, or a text when it is broken. */
export type Values = Readonly<Record<string, number | string>>

/** What one device measured at one instant by its own clock. */
export interface Sample {
  readonly time: Instant
  readonly values: Values
}

/** What the sensors of a device show at an instant. Cheap when asked forward in time. */
export type Model = (at: Instant) => Values

/** What a device sends in (from, until]: pure, so the same question has the same answer. */
export type Source = (from: Instant, until: Instant) => Iterable<Sample>

/** A device that samples every `every` milliseconds, `phase` after the full interval. */
export function createSource(model: Model, every: number, phase: number): Source {
  return function* sample(from, until) {
    let time = Math.floor((from - phase) / every + 1) * every + phase
    for (; time <= until; time += every) yield { time, values: model(time) }
  }
}
