import { HOUR, type Instant } from '../time.ts'
import type { Window } from './measure.ts'
import type { Meter } from './meter.ts'
import { SlidingExtremes } from './sliding-extremes.ts'
import { SlidingOldest } from './sliding-oldest.ts'

/** The share of a window that must be seen. */
const COVERAGE_MIN = 0.5

export class SwingMeter extends SlidingExtremes implements Meter {
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

export class RateMeter extends SlidingOldest implements Meter {
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

/** Of all that was counted: after a reset what is shown was counted since. */
export class CounterRateMeter extends RateMeter {
  #shown = Number.NaN
  #counted = 0

  override feed(at: Instant, shown: number): number | undefined {
    if (shown >= this.#shown) this.#counted += shown - this.#shown
    else if (shown < this.#shown) this.#counted += shown
    this.#shown = shown
    return super.feed(at, this.#counted)
  }
}
