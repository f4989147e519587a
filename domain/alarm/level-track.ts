import type { Instant } from '../time.ts'
import type { Subject } from './joint.ts'
import { findLevel, type AlarmLimit } from './limit.ts'
import { Track } from './track.ts'

/** The level of what is measured, from reading to reading. */
export class LevelTrack implements Subject {
  readonly #limit: AlarmLimit
  readonly #levels = new Track()
  /** What was measured when the level changed. */
  readonly #values = new Track()
  #level = 0
  #newest: { readonly at: Instant; readonly value: number } | undefined

  constructor(limit: AlarmLimit) {
    this.#limit = limit
  }

  measure(at: Instant, value: number): void {
    const level = findLevel(this.#limit, value, this.#level)
    if (level !== this.#level) this.#values.set(at, value)
    this.#level = level
    this.#levels.set(at, level)
    this.#newest = { at, value }
  }

  levelAt(at: Instant): number {
    return this.#levels.valueAt(at)
  }

  changesAfter(at: Instant): Instant {
    return this.#levels.changesAfter(at)
  }

  measuredAt(at: Instant): number | null {
    if (this.#newest === undefined) return null
    return at >= this.#newest.at ? this.#newest.value : this.#values.valueAt(at)
  }
}
