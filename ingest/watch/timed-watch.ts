import type { LevelChange } from '#domain/alarm/joint.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { Intake } from './intake.ts'
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
}

export function tellChanges(
  { limit, channel, standing }: JointPlan,
  told: readonly LevelChange[],
  changes: AlarmObservation[],
): void {
  for (const change of told) changes.push({ limit, channel, place: standing.place, ...change })
}
