import { Absence } from '#domain/alarm/absence.ts'
import type { Subject } from '#domain/alarm/joint.ts'
import { LevelTrack } from '#domain/alarm/level-track.ts'
import { worseSideOf, type AlarmLimit, type LimitCondition } from '#domain/alarm/limit.ts'
import { isAbsence } from '#domain/alarm/measure.ts'
import { createMeter } from '#domain/alarm/meter.ts'
import { Track } from '#domain/alarm/track.ts'
import type { Channel } from '#domain/channel.ts'
import { findQuantity } from '#domain/quantity.ts'
import { HOUR, DAY, MINUTE, type Instant } from '#domain/time.ts'
import type { StoredValue } from '#store/readings/contract.ts'
import type { ChannelRecord } from '#store/registry/contract.ts'

import { feed } from './feed.ts'
import type { Intake } from './intake.ts'
import { findLookBack } from './warm-up.ts'

/** When a reading came, and until when all was told before it did. */
export interface Moment {
  readonly receivedAt?: Instant
  readonly toldUntil: Instant
}

/** How a joint watch hears one of its channels. */
export interface Ear {
  readonly intake: Intake
  /** How much of the past it has to hear first; 0: none. */
  readonly lookBack: number
  hear(reading: StoredValue, moment: Moment): void
}

interface Owned {
  readonly subject: Subject
  readonly ear: Ear
}

/** The limit's own channel. */
export function openOwnEar(
  limit: AlarmLimit,
  { expectedEvery, firstSeenAt }: ChannelRecord,
  intake: Intake,
): Owned {
  if (!isAbsence(limit.measure)) return openLevelEar(limit, intake)
  const unit = findUnit(limit, expectedEvery)
  // There is a channel since it was to have its first reading.
  const firstAt = intake.at === -Infinity ? firstSeenAt : intake.at
  const heardAt = Math.max(firstAt, intake.standing.from)
  const subject = new Absence(limit.levels, heardAt, unit)
  return { subject, ear: { intake, lookBack: 0, hear: toHearing(subject) } }
}

function toHearing(absence: Absence): Ear['hear'] {
  return ({ measuredAt }, { toldUntil }) => absence.hear(measuredAt, toldUntil)
}

function openLevelEar(limit: AlarmLimit, intake: Intake): Owned {
  const { measure, side } = limit
  const metered = { measure, meter: createMeter(measure, side, isCounter(intake.channel)) }
  const subject = new LevelTrack(limit)
  const hear: Ear['hear'] = (reading, { receivedAt }) => {
    const measured = feed(metered, reading, receivedAt)
    if (measured !== undefined) subject.measure(reading.measuredAt, measured)
  }
  // In a deadband it matters where a value came from.
  return { subject, ear: { intake, lookBack: Math.max(DAY, findLookBack(limit)), hear } }
}

/** What battery devices report within, three times over: nobody has said what to expect, and a dead device is told after a good day. */
const UNKNOWN_EVERY = 9 * HOUR

function findUnit({ measure }: AlarmLimit, expectedEvery: number | null): number {
  if (measure.kind !== 'intervals-missed') return MINUTE
  return Math.max(expectedEvery ?? UNKNOWN_EVERY, measure.intervalMin)
}

/** One of the channels that can meet a condition. */
export function openConditionEar(
  { measure, side, bound, holdMax }: LimitCondition,
  intake: Intake,
): { readonly track: Track; readonly ear: Ear } {
  const metered = { measure, meter: createMeter(measure, side, isCounter(intake.channel)) }
  const track = new Track()
  const worse = worseSideOf({ side, measure })
  const isMet = (value: number) => (worse === 'high' ? value >= bound : value <= bound)
  const hear: Ear['hear'] = (reading) => {
    const measured = feed(metered, reading)
    track.hold(reading.measuredAt, Number(measured !== undefined && isMet(measured)), holdMax)
  }
  const lookBack = Math.max(holdMax, findLookBack({ measure, levels: [{ bound }] }))
  return { track, ear: { intake, lookBack, hear } }
}

export function isCounter({ quantity }: Channel): boolean {
  return findQuantity(quantity)?.kind === 'counter'
}
