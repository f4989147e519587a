import type { Joint } from '#domain/alarm/joint.ts'
import type { Instant } from '#domain/time.ts'
import type { StoredValue } from '#store/readings/contract.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { Ear } from './ears.ts'
import type { Intake } from './intake.ts'
import { findToldUntil } from './punctuality.ts'
import type { JointPlan } from './rules.ts'
import { Tale, type TimedWatch, type Told } from './timed-watch.ts'

export interface JointParts {
  readonly joint: Joint
  readonly ears: readonly Ear[]
  readonly told: Told
}

/** One limit on one channel where other channels count, too. */
export class JointWatch implements TimedWatch {
  readonly plan: JointPlan
  readonly #joint: Joint
  readonly #ears: readonly Ear[]
  readonly #intakes: readonly Intake[]
  readonly #tale: Tale

  constructor(plan: JointPlan, { joint, ears, told }: JointParts) {
    this.plan = plan
    this.#joint = joint
    this.#ears = ears
    this.#intakes = [...new Set(ears.map(({ intake }) => intake))]
    this.#tale = new Tale(plan, told)
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
    const told = this.#joint.isDue(until) ? this.#joint.tell(until) : []
    this.#tale.tell(told, { until, now }, changes)
  }

  endPast(): void {
    this.#tale.endPast()
  }

  hear(ear: Ear, reading: StoredValue, receivedAt: Instant): void {
    ear.hear(reading, { receivedAt, toldUntil: this.#joint.seenUntil })
    this.#joint.lookAgain(reading.measuredAt)
  }
}
