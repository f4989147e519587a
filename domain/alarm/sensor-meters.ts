import { MINUTE, type Instant } from '../time.ts'
import type { Window } from './measure.ts'
import type { Meter } from './meter.ts'
import { SlidingExtremes } from './sliding-extremes.ts'
import { SlidingIntegral } from './sliding-integral.ts'

/** The share of a window that must be seen. */
const COVERAGE_MIN = 0.5

export class StillnessMeter implements Meter {
  readonly #noise: number
  #since: Instant | undefined
  #min = Infinity
  #max = -Infinity

  constructor(noise: number) {
    this.#noise = noise
  }

  feed(at: Instant, value: number): number {
    this.#min = Math.min(this.#min, value)
    this.#max = Math.max(this.#max, value)
    if (this.#since === undefined || this.#max - this.#min > this.#noise) {
      this.#since = at
      this.#min = value
      this.#max = value
    }
    return (at - this.#since) / MINUTE
  }
}

/** A spike is two of them, there and back. */
export class JumpsMeter extends SlidingIntegral implements Meter {
  readonly #holdMax: number
  readonly #step: number
  #at: Instant = -Infinity
  #value = 0

  constructor(window: Window, step: number) {
    super(window)
    this.#holdMax = window.holdMax
    this.#step = step
  }

  feed(at: Instant, value: number): number {
    const isNext = at - this.#at <= this.#holdMax
    this.add(at, 0)
    if (isNext && Math.abs(value - this.#value) >= this.#step) this.put(1)
    this.#at = at
    this.#value = value
    return this.sum
  }
}

/** While a device catches up its backlog is late, but what it sends between is not, nor what it sent before. */
export class LagMeter extends SlidingExtremes implements Meter {
  readonly #spanMin: number

  constructor({ over }: Window) {
    super(over)
    this.#spanMin = COVERAGE_MIN * over
  }

  feed(receivedAt: Instant, minutes: number): number | undefined {
    this.add(receivedAt, minutes)
    return this.span < this.#spanMin ? undefined : this.min
  }
}
