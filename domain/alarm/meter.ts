import { HOUR, MINUTE, type Instant } from '../time.ts'
import type { Measure, Window } from './measure.ts'
import { SlidingExtremes, SlidingIntegral } from './sliding.ts'

/** Takes the readings of one channel in the order of their time; answers with what is measured, undefined while it cannot be told. */
export interface Meter {
  feed(at: Instant, value: number): number | undefined
}

/** Activation energy over the gas constant, K: 83.144 kJ/mol and 8.3145 J/(mol·K). */
const ACTIVATION = 83_144 / 8.3145
const ZERO_CELSIUS = 273.15
/** The share of a window that must be held for a mean. */
const COVERAGE_MIN = 0.5

export function createMeter(measure: Measure, side: 'low' | 'high'): Meter {
  switch (measure.kind) {
    case 'value':
      return VALUE
    case 'average':
      return new MeanMeter(measure)
    case 'mean-kinetic-temperature':
      return new KineticMeter(measure)
    case 'minutes-beyond':
      return new MinutesMeter(measure, side, measure.threshold)
    case 'degree-hours':
      return new DegreeHoursMeter(measure, side, measure.threshold)
    case 'swing':
      return new SwingMeter(measure)
    case 'rate':
      return new RateMeter(measure)
    case 'silent-share':
      return MUTE
    case 'unchanged':
    default:
      return new StillnessMeter(measure.noise)
  }
}

const MUTE: Meter = { feed: () => undefined }
const VALUE: Meter = { feed: (_at, value) => value }

// A meter is what it adds up in: one object less to find for each reading.

class MeanMeter extends SlidingIntegral implements Meter {
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
class KineticMeter extends MeanMeter {
  override feed(at: Instant, celsius: number): number | undefined {
    const mean = super.feed(at, Math.exp(-ACTIVATION / (celsius + ZERO_CELSIUS)))
    return mean === undefined ? undefined : -ACTIVATION / Math.log(mean) - ZERO_CELSIUS
  }
}

class DegreeHoursMeter extends SlidingIntegral implements Meter {
  /** 1 beyond the threshold upwards, −1 downwards. */
  readonly #sign: number
  readonly #threshold: number

  constructor(window: Window, side: 'low' | 'high', threshold: number) {
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

class MinutesMeter extends SlidingIntegral implements Meter {
  readonly #sign: number
  readonly #threshold: number

  constructor(window: Window, side: 'low' | 'high', threshold: number) {
    super(window)
    this.#sign = side === 'high' ? 1 : -1
    this.#threshold = threshold
  }

  feed(at: Instant, value: number): number {
    this.add(at, this.#sign * (value - this.#threshold) >= 0 ? 1 : 0)
    return this.sum / MINUTE
  }
}

class SwingMeter extends SlidingExtremes implements Meter {
  readonly #spanMin: number

  constructor({ over }: Window) {
    super(over)
    this.#spanMin = COVERAGE_MIN * over
  }

  feed(at: Instant, value: number): number | undefined {
    this.add(at, value)
    return this.span < this.#spanMin ? undefined : this.max - this.min
  }
}

class RateMeter extends SlidingExtremes implements Meter {
  readonly #spanMin: number

  constructor({ over }: Window) {
    super(over)
    this.#spanMin = COVERAGE_MIN * over
  }

  feed(at: Instant, value: number): number | undefined {
    this.add(at, value)
    const { span } = this
    return span < this.#spanMin ? undefined : (value - this.oldest) / (span / HOUR)
  }
}

class StillnessMeter implements Meter {
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
