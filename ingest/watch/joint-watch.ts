import type { Joint } from '#domain/alarm/joint.ts'
import type { Instant } from '#domain/time.ts'
import type { StoredValue } from '#store/readings/contract.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { Ear } from './ears.ts'
import type { Intake } from './intake.ts'
import { findToldUntil } from './punctuality.ts'
import type { JointPlan } from './rules.ts'

/** One limit on one channel where time passes, or other channels count, too. */
export class JointWatch {
  readonly plan: JointPlan
  readonly #joint: Joint
  readonly #ears: readonly Ear[]
  readonly #intakes: readonly Intake[]

  constructor(plan: JointPlan, joint: Joint, ears: readonly Ear[]) {
    this.plan = plan
    this.#joint = joint
    this.#ears = ears
    this.#intakes = [...new Set(ears.map(({ intake }) => intake))]
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

  /** Adds what changes by itself until now. */
  pass(now: Instant, changes: AlarmObservation[]): void {
    const until = this.toldUntil(now)
    if (!this.#joint.isDue(until)) return
    const { limit, channel, standing } = this.plan
    for (const change of this.#joint.tell(until)) {
      changes.push({ limit, channel, place: standing.place, ...change })
    }
  }

  hear(ear: Ear, reading: StoredValue, receivedAt: Instant): void {
    ear.hear(reading, { receivedAt, toldUntil: this.#joint.seenUntil })
    this.#joint.lookAgain(reading.measuredAt)
  }
}
