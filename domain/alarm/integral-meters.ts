import { HOUR, MINUTE, type Instant } from '../time.ts'
import type { Window } from './measure.ts'
import type { Meter } from './meter.ts'
import { SlidingIntegral } from './sliding-integral.ts'

/** Activation energy over the gas constant, K: 83.144 kJ/mol and 8.3145 J/(mol·K). */
const ACTIVATION = 83_144 / 8.3145
const ZERO_CELSIUS = 273.15
/** The share of a window that must be held for a mean. */
const COVERAGE_MIN = 0.5

// A meter is what it adds up in: one object less to find for each reading.

export class MeanMeter extends SlidingIntegral implements Meter {
  readonly #weightMin: number

  constructor(window: Window) {
    super(window)
    this.#weightMin = COVERAGE_MIN * window.over
  }

  feed(at: Instant, value: number): number | undefined {
    this.add(at, value)
    return this.weight < this.#weightMin ? undefined : this.sum / this.weight
  }
}

/** A mean over e^(−ΔH/RT). */
export class KineticMeter extends MeanMeter {
  override feed(at: Instant, celsius: number): number | undefined {
    const mean = super.feed(at, Math.exp(-ACTIVATION / (celsius + ZERO_CELSIUS)))
    return mean === undefined ? undefined : -ACTIVATION / Math.log(mean) - ZERO_CELSIUS
  }
}

interface Beyond {
  readonly side: 'low' | 'high'
  readonly threshold: number
}

export class DegreeHoursMeter extends SlidingIntegral implements Meter {
  /** 1 beyond the threshold upwards, −1 downwards. */
  readonly #sign: number
  readonly #threshold: number

  constructor(window: Window, { side, threshold }: Beyond) {
    super(window)
    this.#sign = side === 'high' ? 1 : -1
    this.#threshold = threshold
  }

  feed(at: Instant, value: number): number {
    const excess = this.#sign * (value - this.#threshold)
    this.add(at, excess > 0 ? excess : 0)
    return this.sum / HOUR
  }
}

export class MinutesMeter extends SlidingIntegral implements Meter {
  readonly #sign: number
  readonly #threshold: number

  constructor(window: Window, { side, threshold }: Beyond) {
    super(window)
    this.#sign = side === 'high' ? 1 : -1
    this.#threshold = threshold
  }

  feed(at: Instant, value: number): number {
    this.add(at, this.#sign * (value - this.#threshold) >= 0 ? 1 : 0)
    return this.sum / MINUTE
  }
}

/** What is not held counts as well. */
export class RunMeter extends SlidingIntegral implements Meter {
  readonly #threshold: number

  constructor(window: Window, threshold: number) {
    super(window)
    this.#threshold = threshold
  }

  feed(at: Instant, value: number): number {
    this.add(at, value >= this.#threshold ? 1 : 0)
    return (this.sum + this.length - this.weight) / MINUTE
  }
}
