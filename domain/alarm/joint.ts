import type { Instant } from '../time.ts'
import type { Track } from './track.ts'

/** What a limit says of its channel over time, before any condition. */
export interface Subject {
  levelAt(at: Instant): number
  /** When that changes next, as far as is known; Infinity: not. */
  changesAfter(at: Instant): Instant
  /** What was measured; null: nothing yet. */
  measuredAt(at: Instant): number | null
}

export interface LevelChange {
  readonly at: Instant
  readonly level: number
  readonly value: number | null
}

export interface JointStart {
  /** The level that was told last, and until when all is told. */
  readonly level: number
  readonly toldUntil: Instant
  /** Nothing before is looked at any more. */
  readonly from: Instant
}

/**
 * A limit whose level may change without a reading of its channel: time passes, or another channel's word counts too. In prose:
 *
 * What is known of each of its channels is a step function of event time. The level at an instant is that of the limit's own channel when
 * each condition is met at that instant, by any of its channels, and 0 otherwise; a condition that is unknown, or was last heard of too long
 * ago, is not met. All steps until an instant are looked at in the order of their time, whichever device spoke first, and each change is told once.
 *
 * What is said later of a time that was looked at already is looked at again, back to the last change that was told. What was told stays
 * told: if it was wrong, the level changes at that very instant.
 */
export class Joint {
  readonly #subject: Subject
  /** Of each condition the channels that can meet it, 1 where they do. */
  readonly #conditions: readonly (readonly Track[])[]
  #level: number
  #toldUntil: Instant
  #seenUntil: Instant
  /** Nothing changes before, as far as is known. */
  #nextAt: Instant

  constructor(
    subject: Subject,
    conditions: readonly (readonly Track[])[],
    { level, toldUntil, from }: JointStart,
  ) {
    this.#subject = subject
    this.#conditions = conditions
    this.#level = level
    this.#toldUntil = toldUntil
    this.#seenUntil = Math.max(toldUntil, from)
    this.#nextAt = this.#seenUntil
  }

  /** As it was told. */
  get level(): number {
    return this.#level
  }

  /** Until then all is told that was known. */
  get seenUntil(): Instant {
    return this.#seenUntil
  }

  /** Something of `at` and later is known that was not known before. */
  lookAgain(at: Instant): void {
    this.#seenUntil = Math.max(this.#toldUntil, Math.min(this.#seenUntil, at))
    this.#nextAt = this.#seenUntil
  }

  /** It is in order from `at` on, which is told; nothing before is looked at any more. */
  settle(at: Instant): LevelChange {
    this.#level = 0
    this.#toldUntil = at
    this.#seenUntil = at
    this.#nextAt = at
    return { at, level: 0, value: this.#subject.measuredAt(at) }
  }

  /** Whether `tell` has anything to look at. */
  isDue(until: Instant): boolean {
    return this.#nextAt <= until
  }

  /** What changed until then, in order. */
  tell(until: Instant): LevelChange[] {
    const changes: LevelChange[] = []
    while (this.#nextAt <= until) {
      const at = this.#nextAt
      const level = this.#levelAt(at)
      if (level !== this.#level) {
        changes.push({ at, level, value: this.#subject.measuredAt(at) })
        this.#level = level
        this.#toldUntil = at
      }
      this.#seenUntil = at
      this.#nextAt = this.#changesAfter(at)
    }
    this.#seenUntil = Math.max(this.#seenUntil, until)
    return changes
  }

  #levelAt(at: Instant): number {
    const isMet = this.#conditions.every((tracks) => tracks.some((one) => one.valueAt(at) > 0))
    return isMet ? this.#subject.levelAt(at) : 0
  }

  #changesAfter(at: Instant): Instant {
    let next = this.#subject.changesAfter(at)
    for (const track of this.#conditions.flat()) next = Math.min(next, track.changesAfter(at))
    return next
  }
}
