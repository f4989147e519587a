import type { Joint, LevelChange } from '#domain/alarm/joint.ts'
import type { Instant } from '#domain/time.ts'
import type { StoredValue } from '#store/readings/contract.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { Ear } from './ears.ts'
import type { Intake } from './intake.ts'
import { findToldUntil, isPast } from './punctuality.ts'
import type { JointPlan } from './rules.ts'

export interface JointBeginning {
  readonly ears: readonly Ear[]
  /** What its alarm says. */
  readonly level: number
  readonly past: boolean
}

/** One limit on one channel where time passes, or other channels count, too. */
export class JointWatch {
  readonly plan: JointPlan
  readonly #joint: Joint
  readonly #ears: readonly Ear[]
  readonly #intakes: readonly Intake[]
  #level: number
  #past: boolean

  constructor(plan: JointPlan, joint: Joint, { ears, level, past }: JointBeginning) {
    this.plan = plan
    this.#joint = joint
    this.#ears = ears
    this.#intakes = [...new Set(ears.map(({ intake }) => intake))]
    this.#level = level
    this.#past = past
  }

  /** From now on it hears what comes. */
  listen(): void {
    for (const ear of this.#ears) ear.intake.listen({ watch: this, ear })
  }

  /** Whether it hears the same channels as these, where they stand now. */
  hears(find: (channel: number) => Intake): boolean {
    return this.#intakes.every((intake) => find(intake.channel.id) === intake)
  }

  toldUntil(now: Instant): Instant {
    return findToldUntil(this.#intakes, now)
  }

  /** Adds what changes by itself until now; what was over again long before now is of the past. */
  pass(now: Instant, changes: AlarmObservation[]): void {
    const until = this.toldUntil(now)
    const told = this.#joint.isDue(until) ? this.#joint.tell(until) : []
    for (const [index, change] of told.entries()) {
      this.#tell(change, isPast(told[index + 1]?.at ?? until, now), changes)
    }
    // The first word of the present is one even when the condition is as it was.
    if (!this.#past || isPast(until, now)) return
    this.#tell({ at: until, level: this.#level, value: null }, false, changes)
  }

  /** It has caught up without a word of the present. */
  endPast(): void {
    this.#past = false
  }

  #tell(change: LevelChange, past: boolean, changes: AlarmObservation[]): void {
    const { limit, channel, standing } = this.plan
    this.#past = past
    this.#level = change.level
    changes.push({ limit, channel, place: standing.place, ...change, past })
  }

  hear(ear: Ear, reading: StoredValue, receivedAt: Instant): void {
    ear.hear(reading, { receivedAt, toldUntil: this.#joint.seenUntil })
    this.#joint.lookAgain(reading.measuredAt)
  }
}
