import type { PlaceKind } from '../place.ts'
import type { Text } from '../text.ts'
import { isAbsence, type Measure } from './measure.ts'
import type { AlarmSettings } from './state.ts'

/** How soon an answer is needed; the worst last. */
export const PRIORITIES = ['low', 'medium', 'high', 'urgent'] as const
export type Priority = (typeof PRIORITIES)[number]

/** One step of trouble. A value on the bound is in trouble already. */
export interface LimitLevel {
  readonly bound: number
  readonly priority: Priority
  /** How long the condition lasts before the alarm is raised, milliseconds. */
  readonly onDelay: number
}

/**
 * What must be so, too, for the alarm to concern anybody: any of these channels at the place, or at its site, is measured at the bound or
 * beyond it. A reading holds until the next one, at most for `holdMax`; of what is not known, or not any more, nothing is assumed: the
 * condition is not met.
 */
export interface LimitCondition {
  /** All have one quantity. */
  readonly channels: readonly string[]
  readonly within: 'place' | 'site'
  readonly measure: Measure
  readonly side: 'low' | 'high'
  readonly bound: number
  readonly holdMax: number
}

/**
 * What a channel should keep to at places of some kinds, on one side; one limit and one channel make one alarm. Beside the
 * numbers stands what ISA-18.2 calls its rationalisation: why it is there and what a person does, so that an alarm tells
 * its reader. Bounds and deadband are in the unit of what is measured (`unitOfMeasure`), durations in milliseconds.
 */
export interface AlarmLimit {
  readonly id: string
  readonly name: Text
  readonly placeKinds: readonly PlaceKind[]
  /** Names of channels; `temperature` and `temperature/top` are told apart. All have one quantity. */
  readonly channels: readonly string[]
  readonly measure: Measure
  /** All of them are met while it is out of order; undefined: there are none. */
  readonly while?: readonly LimitCondition[]
  readonly side: 'low' | 'high'
  /** From the mildest to the worst. */
  readonly levels: readonly LimitLevel[]
  /** How far behind its bound the value must come back before a level is over. */
  readonly deadband: number
  readonly offDelay: number
  /** After how long an acknowledged alarm that is still active asks again; undefined: never. */
  readonly reAlarmTime?: number
  readonly maxTimeShelved: number
  readonly cause: Text
  readonly consequence: Text
  readonly response: Text
  /** How soon the response must be under way to be of use. */
  readonly timeToRespond: number
  /** Where the numbers come from; an unsure one says so. */
  readonly source: Text
  /** Whose rule it is: a market, a standard, the producer; undefined: the trade's own. */
  readonly market?: string
}

export function toAlarmSettings(limit: AlarmLimit): AlarmSettings {
  const { levels, offDelay, reAlarmTime, maxTimeShelved } = limit
  const settings = { onDelays: levels.map(({ onDelay }) => onDelay), offDelay, maxTimeShelved }
  return reAlarmTime === undefined ? settings : { ...settings, reAlarmTime }
}

type Bounded = Pick<AlarmLimit, 'side' | 'levels' | 'deadband' | 'measure'>

/** To which side what is measured gets worse: of what adds up beyond a threshold more is worse, on whichever side that is. */
export function worseSideOf({ side, measure }: Pick<AlarmLimit, 'side' | 'measure'>) {
  return measure.kind === 'minutes-beyond' || measure.kind === 'degree-hours' ? 'high' : side
}

/** The level that the value is at, when it was at `before`: 0 is in order. */
export function findLevel(limit: Bounded, value: number, before: number) {
  const { levels, deadband } = limit
  const side = worseSideOf(limit)
  // From the worst to the mildest, without a function for each: it is asked for every reading of every limit.
  for (let level = levels.length; level > 0; level--) {
    const bound = levels[level - 1]?.bound ?? Number.NaN
    const slack = level <= before ? deadband : 0
    if (side === 'high' ? value >= bound - slack : value <= bound + slack) return level
  }
  return 0
}

/** Strictly between these a value leaves the level as it is. */
export function findSteadyRange(
  { side, levels, deadband }: Omit<Bounded, 'measure'>,
  level: number,
) {
  const worse = levels[level]?.bound
  const own = levels[level - 1]?.bound
  return side === 'high'
    ? { from: own === undefined ? -Infinity : own - deadband, until: worse ?? Infinity }
    : { from: worse ?? -Infinity, until: own === undefined ? Infinity : own + deadband }
}

/** Whether its level may change without a reading of its channel. */
export function isJoint({ measure, while: conditions = [] }: AlarmLimit): boolean {
  return isAbsence(measure) || conditions.length > 0
}
