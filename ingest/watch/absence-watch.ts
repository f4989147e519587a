import type { Absence } from '#domain/alarm/absence.ts'
import type { Joint } from '#domain/alarm/joint.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { Intake } from './intake.ts'
import { findToldUntil, UNDER_WAY_MAX } from './punctuality.ts'
import type { JointPlan } from './rules.ts'
import { Tale, type TimedWatch, type Told } from './timed-watch.ts'

export interface AbsenceParts {
  readonly absence: Absence
  readonly joint: Joint
  readonly told: Told
}

/**
 * A limit on silence alone. Readings that come soon enough are not heard one by one: only when its patience seems to be over does it
 * ask when the newest one was, and for as long as the channel is absent.
 */
export class AbsenceWatch implements TimedWatch {
  readonly plan: JointPlan
  readonly #absence: Absence
  readonly #joint: Joint
  readonly #intake: Intake
  readonly #tale: Tale

  constructor(plan: JointPlan, { absence, joint, told }: AbsenceParts, intake: Intake) {
    this.plan = plan
    this.#tale = new Tale(plan, told)
    this.#absence = absence
    this.#joint = joint
    this.#intake = intake
  }

  listen(): void {
    this.#intake.wait(this)
  }

  hears(find: (channel: number) => Intake): boolean {
    return find(this.#intake.channel.id) === this.#intake
  }

  toldUntil(now: Instant): Instant {
    return findToldUntil([this.#intake], now)
  }

  /** A reading that comes sooner than so many milliseconds after the one before changes nothing. */
  get patience(): number {
    return this.#joint.level > 0 ? -Infinity : this.#absence.patience
  }

  pass(now: Instant, changes: AlarmObservation[]): void {
    const until = this.toldUntil(now)
    const isDue = this.#joint.isDue(until)
    if (isDue) this.#takeIn()
    this.#tale.tell(isDue ? this.#joint.tell(until) : [], { until, now }, changes)
    if (isDue) this.#intake.keepPatience()
  }

  endPast(): void {
    this.#tale.endPast()
  }

  /**
   * Whoever speaks is not absent any more, also when what it says is old: it was silent until now, as was told, and what it
   * says of that time is no reason to say otherwise.
   */
  hear(receivedAt: Instant, changes: AlarmObservation[]): void {
    this.#takeIn()
    if (this.#joint.level > 0) {
      const backAt = Math.max(this.#intake.at, receivedAt - UNDER_WAY_MAX)
      const moment = { until: backAt, now: receivedAt }
      this.#tale.tell([this.#joint.settle(backAt)], moment, changes)
    }
    this.#intake.keepPatience()
  }

  /** When the newest reading was. */
  #takeIn(): void {
    const { at: newestAt, standing } = this.#intake
    const at = Math.max(newestAt, standing.from)
    if (newestAt === -Infinity || at === this.#absence.heardAt) return
    this.#absence.hear(at, this.#joint.seenUntil)
    this.#joint.lookAgain(at)
  }
}
