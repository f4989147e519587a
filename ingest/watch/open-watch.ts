import { Absence } from '#domain/alarm/absence.ts'
import { Joint } from '#domain/alarm/joint.ts'
import { createMeter } from '#domain/alarm/meter.ts'
import { decodeQuality } from '#domain/quality.ts'
import type { Instant } from '#domain/time.ts'
import type { ReadingsReader, StoredValue } from '#store/readings/contract.ts'
import type { AlarmObservation, LimitVersion } from '#store/registry/contract-alarms.ts'

import { AbsenceWatch } from './absence-watch.ts'
import { isCounter, openConditionEar, openOwnEar, type Ear } from './ears.ts'
import { feed } from './feed.ts'
import { Intake, type IntakeOptions } from './intake.ts'
import { JointWatch } from './joint-watch.ts'
import { findToldUntil } from './punctuality.ts'
import type { JointPlan } from './rules.ts'
import type { TimedWatch } from './timed-watch.ts'
import { keyOf } from './troubles.ts'
import { findLookBack, recallReadings } from './warm-up.ts'
import type { Watch } from './watch.ts'

/** What watches begin with. */
export interface Opening {
  readonly readings: Pick<ReadingsReader, 'range'>
  /** How alarms were left. */
  readonly known: ReadonlyMap<string, AlarmObservation>
  readonly find: (channel: number) => Intake
  readonly now: Instant
}

/** A channel whose newest reading was late may have more of its past to tell, so it counts as heard of just now. */
export function openIntake(
  where: Pick<IntakeOptions, 'channel' | 'standing'>,
  newest: StoredValue | undefined,
  now: Instant,
): Intake {
  if (newest === undefined) return new Intake({ ...where, at: -Infinity, arrivedAt: -Infinity })
  const { measuredAt: at, quality } = newest
  return new Intake({ ...where, at, arrivedAt: decodeQuality(quality).late ? now : at })
}

/** The one that there is, unless the limit has another version. */
export async function openWatch(
  intake: Intake,
  limit: LimitVersion,
  { readings, known }: Pick<Opening, 'readings' | 'known'>,
): Promise<Watch> {
  const { measure, side, id } = limit.limit
  const before = intake.watches.find((one) => isSameVersion(one.limit, limit))
  if (before !== undefined) return before
  const { channel, standing, at: until } = intake
  const metered = { measure, meter: createMeter(measure, side, isCounter(channel)) }
  const past = { channel, from: standing.from, until, lookBack: findLookBack(limit.limit) }
  await recallReadings(readings, past, (reading) => feed(metered, reading))
  const { level, toldUntil, past: isPast } = toTold(known.get(keyOf(id, channel.id)))
  return { limit, ...metered, level, toldLevel: level, toldUntil, past: isPast }
}

/** What an alarm says, and until when that was told. */
function toTold(known: AlarmObservation | undefined) {
  if (known === undefined) return { level: 0, toldUntil: -Infinity, past: false }
  const { level, at, seenAt: toldUntil = at, past = false } = known
  return { level, toldUntil, past }
}

function isSameVersion(one: LimitVersion, other: LimitVersion): boolean {
  return one.limit.id === other.limit.id && one.version === other.version
}

/** Undefined when nothing can be told. */
export async function openTimedWatch(
  plan: JointPlan,
  { readings, known, find, now }: Opening,
): Promise<TimedWatch> {
  const { limit, channel, conditions } = plan
  const intake = find(channel.id)
  const own = openOwnEar(limit.limit, channel, intake)
  const others = conditions.map(({ condition, channels }) =>
    channels.map(({ id }) => openConditionEar(condition, find(id))),
  )
  const ears = [own.ear, ...others.flat().map(({ ear }) => ear)]
  for (const ear of ears) await recall(ear, readings)
  const told = toTold(known.get(keyOf(limit.limit.id, channel.id)))
  const tracks = others.map((some) => some.map(({ track }) => track))
  const intakes = ears.map((ear) => ear.intake)
  // What is stored was told; what the clock brings since then is not.
  const from = findToldUntil(intakes, now, -Infinity)
  const { subject } = own
  const joint = new Joint(subject, tracks, { ...told, from })
  return subject instanceof Absence && conditions.length === 0
    ? new AbsenceWatch(plan, { absence: subject, joint, told }, intake)
    : new JointWatch(plan, { joint, ears, told })
}

async function recall(ear: Ear, readings: Opening['readings']) {
  const { lookBack } = ear
  const { channel, standing, at: until } = ear.intake
  const past = { channel, from: standing.from, until, lookBack }
  await recallReadings(readings, past, (reading) => ear.hear(reading, { toldUntil: -Infinity }))
}
