import type { Instant } from '../time.ts'

/** Steps that are remembered; what was before the oldest of them counts as unknown. */
const STEPS_MAX = 256

interface Step {
  readonly at: Instant
  readonly value: number
}

/**
 * What something was from when on, as far as it is known: a step function of event time that grows at its end, and that has a
 * memory, so that what another device says later of a time before can still be seen against it. Before the first step it is 0.
 */
export class Track {
  readonly #steps: Step[] = []

  /** From `at` on it is `value`, until more is said; what was expected behind `at` is forgotten. */
  set(at: Instant, value: number): void {
    while ((this.#steps.at(-1)?.at ?? -Infinity) >= at) this.#steps.pop()
    if ((this.#steps.at(-1)?.value ?? 0) !== value) this.#steps.push({ at, value })
    if (this.#steps.length > STEPS_MAX) this.#steps.shift()
  }

  /** The same, but it is 0 from `at` + `holdMax` on unless more is said. */
  hold(at: Instant, value: number, holdMax: number): void {
    this.set(at, value)
    if (value !== 0) this.#steps.push({ at: at + holdMax, value: 0 })
  }

  valueAt(at: Instant): number {
    return this.#steps.findLast((step) => step.at <= at)?.value ?? 0
  }

  /** When it changes next; Infinity: nothing is known of that. */
  changesAfter(at: Instant): Instant {
    return this.#steps.find((step) => step.at > at)?.at ?? Infinity
  }
}
