import { CHANNEL_NAME_RULE, quantityOfChannel } from '../channel.ts'
import { formatDuration } from '../duration.ts'
import type { Quantity } from '../quantity.ts'
import { DAY } from '../time.ts'
import {
  worseSideOf,
  PRIORITIES,
  type AlarmLimit,
  type LimitCondition,
  type LimitLevel,
} from './limit.ts'
import { findMeasureFlaws, flaw, HOLD_RULE, isHold, type LimitFlaw } from './measure-flaws.ts'
import { isAbsence, isApart, isOfArrival, reachOf, unitOfMeasure, type Measure } from './measure.ts'

/** A condition that takes longer to be told than this is a report, not an alarm. */
const DELAY_MAX = 7 * DAY
const CONDITIONS_MAX = 5

/** Why nothing could be watched by this limit; empty: it can. Shapes and types are checked before. */
export function findLimitFlaws(limit: AlarmLimit): LimitFlaw[] {
  const { channels, measure, side } = limit
  const { quantity, flaws } = findQuantity(channels, 'channels')
  if (quantity === undefined) return flaws
  return [
    ...flaws,
    ...findMeasureFlaws(measure, side),
    ...findLevelFlaws(limit),
    ...findBoundFlaws(limit, quantity),
    ...findDelayFlaws(limit),
    ...findConditionFlaws(limit.while ?? []),
    ...findApartFlaws(limit),
  ]
}

function findQuantity(
  channels: readonly string[],
  field: string,
): { readonly quantity: Quantity | undefined; readonly flaws: LimitFlaw[] } {
  const quantities = channels.map(quantityOfChannel)
  const [quantity] = quantities
  return {
    quantity,
    flaws: findChannelFlaws(channels, quantities).map((detail) => flaw(field, detail)),
  }
}

function findChannelFlaws(
  channels: readonly string[],
  quantities: readonly (Quantity | undefined)[],
): string[] {
  if (channels.length === 0) return ['none; accepted is at least one']
  const unknown = channels.filter((_name, index) => quantities[index] === undefined)
  if (unknown.length > 0) return [`${unknown.join(', ')}; accepted is ${CHANNEL_NAME_RULE}`]
  const names = new Set(quantities.map((quantity) => quantity?.id))
  if (names.size === 1) return []
  return [`of ${[...names].join(', ')}; accepted are channels of one quantity`]
}

function findLevelFlaws(limit: AlarmLimit): LimitFlaw[] {
  const { levels } = limit
  const side = worseSideOf(limit)
  if (levels.length === 0) return [flaw('levels', 'none; accepted is at least one')]
  return levels.flatMap((level, index) => {
    const milder = levels[index - 1]
    return milder === undefined ? [] : compareLevels(level, milder, { index, side })
  })
}

function compareLevels(
  level: LimitLevel,
  milder: LimitLevel,
  { index, side }: Pick<AlarmLimit, 'side'> & { readonly index: number },
): LimitFlaw[] {
  const flaws: LimitFlaw[] = []
  const isWorse = side === 'high' ? level.bound > milder.bound : level.bound < milder.bound
  if (!isWorse) {
    const accepted = `${side === 'high' ? 'above' : 'below'} ${milder.bound}, the milder level`
    flaws.push(flaw(`levels.${index}.bound`, `${level.bound}; accepted is ${accepted}`))
  }
  if (PRIORITIES.indexOf(level.priority) < PRIORITIES.indexOf(milder.priority)) {
    const accepted = `${milder.priority} or more urgent, as the milder level`
    flaws.push(flaw(`levels.${index}.priority`, `${level.priority}; accepted is ${accepted}`))
  }
  return flaws
}

function findBoundFlaws({ levels, deadband, measure }: AlarmLimit, quantity: Quantity) {
  const flaws = levels.flatMap(({ bound }, index) =>
    findReachFlaws(bound, `levels.${index}.bound`, { measure, quantity }),
  )
  if (isAbsence(measure)) {
    if (deadband === 0) return flaws
    return [...flaws, flaw('deadband', `${deadband}; accepted is 0: one reading ends an absence`)]
  }
  const [lowest, highest] = reachOf(measure, quantity)
  if (deadband >= 0 && deadband < highest - lowest) return flaws
  const range = `${highest - lowest} ${unitOfMeasure(measure, quantity)}`
  const accepted = `0 or more, and less than the range of ${range}`
  return [...flaws, flaw('deadband', `${deadband}; accepted is ${accepted}`)]
}

function findReachFlaws(
  bound: number,
  field: string,
  { measure, quantity }: { readonly measure: Measure; readonly quantity: Quantity },
): LimitFlaw[] {
  const [lowest, highest] = reachOf(measure, quantity)
  if (bound >= lowest && bound <= highest) return []
  const reach = `${lowest} to ${highest} ${unitOfMeasure(measure, quantity)}`
  return [flaw(field, `${bound}; accepted is ${reach}, what can be measured`)]
}

function findDelayFlaws({ levels, offDelay, reAlarmTime, maxTimeShelved }: AlarmLimit) {
  const delays: (readonly [string, number, number])[] = [
    ...levels.map(({ onDelay }, index) => [`levels.${index}.onDelay`, onDelay, 0] as const),
    ['offDelay', offDelay, 0],
    ['maxTimeShelved', maxTimeShelved, 1],
  ]
  if (reAlarmTime !== undefined) delays.push(['reAlarmTime', reAlarmTime, 1])
  return delays.flatMap(([field, duration, least]) => {
    const isGood = Number.isInteger(duration) && duration >= least && duration <= DELAY_MAX
    const accepted = `${least === 0 ? 'PT0S or more' : 'more than PT0S'}, at most ${formatDuration(DELAY_MAX)}`
    return isGood ? [] : [flaw(field, `${formatDuration(duration)}; accepted is ${accepted}`)]
  })
}

function findConditionFlaws(conditions: readonly LimitCondition[]): LimitFlaw[] {
  if (conditions.length > CONDITIONS_MAX) {
    return [
      flaw('while', `${conditions.length} conditions; accepted are ${CONDITIONS_MAX} at most`),
    ]
  }
  return conditions.flatMap((condition, index) => {
    const inPlace = ({ field, detail }: LimitFlaw) => ({ field: `while.${index}.${field}`, detail })
    return findFlawsOf(condition).map(inPlace)
  })
}

/** What the calendar or a whole site tells is so whatever channels say. */
function findApartFlaws({ measure, while: conditions = [] }: AlarmLimit): LimitFlaw[] {
  if (!isApart(measure) || conditions.length === 0) return []
  const accepted = `none where ${measure.kind} is measured`
  return [flaw('while', `${conditions.length} conditions; accepted are ${accepted}`)]
}

function findFlawsOf({ channels, measure, side, bound, holdMax }: LimitCondition): LimitFlaw[] {
  const { quantity, flaws } = findQuantity(channels, 'channels')
  if (quantity === undefined) return flaws
  if (isAbsence(measure) || isOfArrival(measure) || isApart(measure)) {
    const accepted = 'a measure of what the readings say'
    flaws.push(flaw('measure.kind', `${measure.kind}; accepted is ${accepted}`))
  }
  flaws.push(...findMeasureFlaws(measure, side))
  flaws.push(...findReachFlaws(bound, 'bound', { measure, quantity }))
  if (!isHold(holdMax))
    flaws.push(flaw('holdMax', `${formatDuration(holdMax)}; accepted is ${HOLD_RULE}`))
  return flaws
}
