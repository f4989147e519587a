import { CHANNEL_NAME_RULE, quantityOfChannel } from '../channel.ts'
import type { Quantity } from '../quantity.ts'
import { DAY } from '../time.ts'
import { PRIORITIES, type AlarmLimit, type LimitLevel } from './limit.ts'
import { unitOfMeasure, type Measure } from './measure.ts'

/** What is wrong with one field, received and accepted in one English line. */
export interface LimitFlaw {
  readonly field: string
  readonly detail: string
}

/** A condition that takes longer to be told than this is a report, not an alarm. */
const DELAY_MAX = 7 * DAY
const WINDOW_MAX = 366 * DAY

/** Why nothing could be watched by this limit; empty: it can. Shapes and types are checked before. */
export function findLimitFlaws(limit: AlarmLimit): LimitFlaw[] {
  const quantities = limit.channels.map(quantityOfChannel)
  const [quantity] = quantities
  const flaws = findChannelFlaws(limit, quantities)
  if (quantity === undefined) return flaws
  return [
    ...flaws,
    ...findMeasureFlaws(limit.measure),
    ...findLevelFlaws(limit),
    ...findBoundFlaws(limit, quantity),
    ...findDelayFlaws(limit),
  ]
}

function findChannelFlaws(
  { channels }: AlarmLimit,
  quantities: readonly (Quantity | undefined)[],
): LimitFlaw[] {
  if (channels.length === 0) return [flaw('channels', 'none; accepted is at least one')]
  const unknown = channels.filter((_name, index) => quantities[index] === undefined)
  if (unknown.length > 0) {
    return [flaw('channels', `${unknown.join(', ')}; accepted is ${CHANNEL_NAME_RULE}`)]
  }
  const names = new Set(quantities.map((quantity) => quantity?.id))
  if (names.size === 1) return []
  return [flaw('channels', `of ${[...names].join(', ')}; accepted are channels of one quantity`)]
}

function findMeasureFlaws(measure: Measure): LimitFlaw[] {
  if (measure.kind === 'value' || measure.kind === 'silent-share') return []
  if (measure.kind === 'unchanged') {
    if (measure.noise >= 0) return []
    return [flaw('measure.noise', `${measure.noise}; accepted is 0 or more`)]
  }
  const { over, holdMax } = measure
  const flaws: LimitFlaw[] = []
  if (!(over > 0 && over <= WINDOW_MAX)) {
    flaws.push(flaw('measure.over', `${over} ms; accepted is more than 0, at most 366 days`))
  }
  if (!(holdMax > 0)) flaws.push(flaw('measure.holdMax', `${holdMax} ms; accepted is more than 0`))
  return flaws
}

function findLevelFlaws({ levels, side }: AlarmLimit): LimitFlaw[] {
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
  const unit = unitOfMeasure(measure, quantity)
  const [lowest, highest] = unit === quantity.unit ? quantity.range : [-Infinity, Infinity]
  const range = `${lowest} to ${highest} ${unit}, what a reading can be`
  const flaws = levels.flatMap(({ bound }, index) =>
    bound >= lowest && bound <= highest
      ? []
      : [flaw(`levels.${index}.bound`, `${bound}; accepted is ${range}`)],
  )
  if (deadband >= 0 && deadband < highest - lowest) return flaws
  const accepted = `0 or more, and less than the range of ${highest - lowest} ${unit}`
  return [...flaws, flaw('deadband', `${deadband}; accepted is ${accepted}`)]
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
    const accepted = `whole milliseconds from ${least} to ${DELAY_MAX} (7 days)`
    return isGood ? [] : [flaw(field, `${duration}; accepted are ${accepted}`)]
  })
}

function flaw(field: string, detail: string): LimitFlaw {
  return { field, detail: `received ${detail}` }
}
