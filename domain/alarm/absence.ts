import { MINUTE, type Instant } from '../time.ts'
import type { LimitLevel } from './limit.ts'

/**
 * How long nothing has been heard of a channel. Only the newest reading counts: a gap that was filled before anybody was told
 * of it never was.
 */
export class Absence {
  /** For each level: after how many milliseconds of silence. */
  readonly #patience: readonly number[]
  /** What is measured is counted in so many milliseconds. */
  readonly #unit: number
  #heardAt: Instant
  #levelBefore = 0

  /** `unit`: what the bounds of the levels are multiples of. */
  constructor(levels: readonly LimitLevel[], heardAt: Instant, unit: number = MINUTE) {
    this.#patience = levels.map(({ bound }) => bound * unit)
    this.#unit = unit
    this.#heardAt = heardAt
  }

  get heardAt(): Instant {
    return this.#heardAt
  }

  /** After how many milliseconds the mildest level is reached. */
  get patience(): number {
    return this.#patience[0] ?? Infinity
  }

  /** `toldUntil`: what silence there was until then is known. */
  hear(at: Instant, toldUntil: Instant): void {
    this.#levelBefore = this.levelAt(toldUntil)
    this.#heardAt = at
  }

  levelAt(at: Instant): number {
    if (at < this.#heardAt) return this.#levelBefore
    const silence = at - this.#heardAt
    return this.#patience.findLastIndex((patience) => silence >= patience) + 1
  }

  changesAfter(at: Instant): Instant {
    if (at < this.#heardAt) return this.#heardAt
    return this.#heardAt + (this.#patience.find((one) => this.#heardAt + one > at) ?? Infinity)
  }

  measuredAt(at: Instant): number {
    return Math.max(0, at - this.#heardAt) / this.#unit
  }
}
