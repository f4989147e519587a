import { CHANNEL_NAME_RULE, quantityOfChannel } from '../channel.ts'
import { formatDuration } from '../duration.ts'
import type { Quantity } from '../quantity.ts'
import type { Text } from '../text.ts'
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

const NONE = { vi: 'không có gì', en: 'none' }
const AT_LEAST_ONE = { vi: 'ít nhất một', en: 'at least one' }
const CHANNEL_NAME = {
  vi: 'một đại lượng và nhiều nhất ba phần sau nó, cách nhau bằng "/"; mỗi phần gồm chữ thường a-z, chữ số, ".", "_", "-", ký tự đầu là chữ hoặc số; nhiều nhất 64 ký tự',
  en: CHANNEL_NAME_RULE,
}
const ONE_QUANTITY = { vi: 'các kênh của cùng một đại lượng', en: 'channels of one quantity' }
const NO_DEADBAND = {
  vi: '0: một số đo là đủ để hết vắng',
  en: '0: one reading ends an absence',
}
const OF_READINGS = {
  vi: 'cách đo theo những gì số đo cho biết',
  en: 'a measure of what the readings say',
}

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
    flaws: findChannelFlaws(channels, field, quantities),
  }
}

function findChannelFlaws(
  channels: readonly string[],
  field: string,
  quantities: readonly (Quantity | undefined)[],
): LimitFlaw[] {
  if (channels.length === 0) return [flaw(field, NONE, AT_LEAST_ONE)]
  const unknown = channels.filter((_name, index) => quantities[index] === undefined)
  if (unknown.length > 0) return [flaw(field, unknown.join(', '), CHANNEL_NAME)]
  const names = new Set(quantities.map((quantity) => quantity?.id))
  if (names.size === 1) return []
  return [flaw(field, [...names].join(', '), ONE_QUANTITY)]
}

function findLevelFlaws(limit: AlarmLimit): LimitFlaw[] {
  const { levels } = limit
  const side = worseSideOf(limit)
  if (levels.length === 0) return [flaw('levels', NONE, AT_LEAST_ONE)]
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
    const accepted = {
      vi: `${side === 'high' ? 'trên' : 'dưới'} ${milder.bound}, mức nhẹ hơn`,
      en: `${side === 'high' ? 'above' : 'below'} ${milder.bound}, the milder level`,
    }
    flaws.push(flaw(`levels.${index}.bound`, String(level.bound), accepted))
  }
  if (PRIORITIES.indexOf(level.priority) < PRIORITIES.indexOf(milder.priority)) {
    const accepted = {
      vi: `${milder.priority} hoặc gấp hơn, như mức nhẹ hơn`,
      en: `${milder.priority} or more urgent, as the milder level`,
    }
    flaws.push(flaw(`levels.${index}.priority`, level.priority, accepted))
  }
  return flaws
}

function findBoundFlaws({ levels, deadband, measure }: AlarmLimit, quantity: Quantity) {
  const flaws = levels.flatMap(({ bound }, index) =>
    findReachFlaws(bound, `levels.${index}.bound`, { measure, quantity }),
  )
  if (isAbsence(measure)) {
    if (deadband === 0) return flaws
    return [...flaws, flaw('deadband', String(deadband), NO_DEADBAND)]
  }
  const [lowest, highest] = reachOf(measure, quantity)
  if (deadband >= 0 && deadband < highest - lowest) return flaws
  const range = `${highest - lowest} ${unitOfMeasure(measure, quantity)}`
  const accepted = {
    vi: `từ 0 trở lên và nhỏ hơn khoảng đo ${range}`,
    en: `0 or more, and less than the range of ${range}`,
  }
  return [...flaws, flaw('deadband', String(deadband), accepted)]
}

function findReachFlaws(
  bound: number,
  field: string,
  { measure, quantity }: { readonly measure: Measure; readonly quantity: Quantity },
): LimitFlaw[] {
  const [lowest, highest] = reachOf(measure, quantity)
  if (bound >= lowest && bound <= highest) return []
  const unit = unitOfMeasure(measure, quantity)
  const accepted = {
    vi: `từ ${lowest} đến ${highest} ${unit}, những gì đo được`,
    en: `${lowest} to ${highest} ${unit}, what can be measured`,
  }
  return [flaw(field, String(bound), accepted)]
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
    const most = formatDuration(DELAY_MAX)
    const accepted = {
      vi: `${least === 0 ? 'từ PT0S trở lên' : 'hơn PT0S'}, nhiều nhất ${most}`,
      en: `${least === 0 ? 'PT0S or more' : 'more than PT0S'}, at most ${most}`,
    }
    return isGood ? [] : [flaw(field, formatDuration(duration), accepted)]
  })
}

function findConditionFlaws(conditions: readonly LimitCondition[]): LimitFlaw[] {
  if (conditions.length > CONDITIONS_MAX) {
    return [
      flaw('while', countConditions(conditions), {
        vi: `nhiều nhất ${CONDITIONS_MAX}`,
        en: `${CONDITIONS_MAX} at most`,
      }),
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
  const accepted = {
    vi: `không có khi đo ${measure.kind}`,
    en: `none where ${measure.kind} is measured`,
  }
  return [flaw('while', countConditions(conditions), accepted)]
}

function countConditions({ length }: readonly unknown[]): Text {
  return { vi: `${length} điều kiện`, en: `${length} conditions` }
}

function findFlawsOf({ channels, measure, side, bound, holdMax }: LimitCondition): LimitFlaw[] {
  const { quantity, flaws } = findQuantity(channels, 'channels')
  if (quantity === undefined) return flaws
  if (isAbsence(measure) || isOfArrival(measure) || isApart(measure)) {
    flaws.push(flaw('measure.kind', measure.kind, OF_READINGS))
  }
  flaws.push(...findMeasureFlaws(measure, side))
  flaws.push(...findReachFlaws(bound, 'bound', { measure, quantity }))
  if (!isHold(holdMax)) flaws.push(flaw('holdMax', formatDuration(holdMax), HOLD_RULE))
  return flaws
}
