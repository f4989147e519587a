import type { Joint } from '#domain/alarm/joint.ts'
import type { Instant } from '#domain/time.ts'
import type { StoredValue } from '#store/readings/contract.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { Ear } from './ears.ts'
import type { Intake } from './intake.ts'
import { findToldUntil } from './punctuality.ts'
import type { JointPlan } from './rules.ts'
import { tellChanges, type TimedWatch } from './timed-watch.ts'

/** One limit on one channel where other channels count, too. */
export class JointWatch implements TimedWatch {
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

  listen(): void {
    for (const ear of this.#ears) ear.intake.listen({ watch: this, ear })
  }

  hears(find: (channel: number) => Intake): boolean {
    return this.#intakes.every((intake) => find(intake.channel.id) === intake)
  }

  toldUntil(now: Instant): Instant {
    return findToldUntil(this.#intakes, now)
  }

  pass(now: Instant, changes: AlarmObservation[]): void {
    const until = this.toldUntil(now)
    if (!this.#joint.isDue(until)) return
    tellChanges(this.plan, this.#joint.tell(until), changes)
  }

  hear(ear: Ear, reading: StoredValue, receivedAt: Instant): void {
    ear.hear(reading, { receivedAt, toldUntil: this.#joint.seenUntil })
    this.#joint.lookAgain(reading.measuredAt)
  }
}
