import type { LevelChange } from '#domain/alarm/joint.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { Intake } from './intake.ts'
import { isPast } from './punctuality.ts'
import type { JointPlan } from './rules.ts'

/** A watch whose level may change without a reading of its channel. */
export interface TimedWatch {
  readonly plan: JointPlan
  /** From now on it hears what comes. */
  listen(): void
  /** Whether it hears the same channels as these, where they stand now. */
  hears(find: (channel: number) => Intake): boolean
  /** Until when all is told that its channels have to say. */
  toldUntil(now: Instant): Instant
  /** Adds what changes by itself until now. */
  pass(now: Instant, changes: AlarmObservation[]): void
  /** It has caught up without a word of the present. */
  endPast(): void
}

/** What the alarm of a watch was told last. */
export interface Told {
  readonly level: number
  readonly past: boolean
}

/** Tells what changed by itself, and whether it is of the past. */
export class Tale {
  readonly #plan: JointPlan
  #level: number
  #past: boolean

  constructor(plan: JointPlan, { level, past }: Told) {
    this.#plan = plan
    this.#level = level
    this.#past = past
  }

  /** What changed until then, to be told now; what was over again long before now is of the past. */
  tell(
    told: readonly LevelChange[],
    { until, now }: { readonly until: Instant; readonly now: Instant },
    changes: AlarmObservation[],
  ): void {
    for (const [index, change] of told.entries()) {
      this.#add(change, isPast(told[index + 1]?.at ?? until, now), changes)
    }
    // The first word of the present is one even when the condition is as it was.
    if (!this.#past || isPast(until, now)) return
    this.#add({ at: until, level: this.#level, value: null }, false, changes)
  }

  /** It has caught up without a word of the present. */
  endPast(): void {
    this.#past = false
  }

  #add(change: LevelChange, past: boolean, changes: AlarmObservation[]): void {
    const { limit, channel, standing } = this.#plan
    this.#past = past
    this.#level = change.level
    changes.push({ limit, channel, place: standing.place, ...change, past })
  }
}
