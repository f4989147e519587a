import { z } from 'zod'

import { findLimitFlaws } from '#domain/alarm/limit-flaws.ts'
import { PRIORITIES, type AlarmLimit, type LimitCondition } from '#domain/alarm/limit.ts'

import { delay, measureShape, number, toDelay, toMeasure } from './measure-shape.ts'
import { bilingualText, channelName, placeKind } from './parameters.ts'
import { FieldsProblem } from './problem.ts'

/** Limits as requests and answers carry them: durations are ISO 8601, all else is as in `domain/alarm/limit.ts`. */

const priority = z.enum(PRIORITIES, `one of ${PRIORITIES.join(', ')}`)
const level = z.strictObject(
  { bound: number, priority, onDelay: delay },
  'an object with bound, priority and onDelay',
)

const durationOf = (description: string, example: string) =>
  delay.meta({ description, examples: [example] })

const LIST_RULE = 'a list of at least one'
const channels = z
  .array(channelName, LIST_RULE)
  .min(1, LIST_RULE)
  .max(50, 'at most 50')
  .meta({ examples: [['temperature/top']] })
const side = z.enum(['low', 'high'], 'one of low, high').meta({ examples: ['high'] })
const condition = z.strictObject(
  {
    channels,
    /** Where they stand; at the very place when not given. */
    within: z.enum(['place', 'site'], 'one of place, site').optional(),
    measure: measureShape,
    side,
    bound: number,
    holdMax: delay,
  },
  'an object with channels, measure, side, bound and holdMax',
)
const words = (vi: string, en: string) => bilingualText.meta({ examples: [{ vi, en }] })
export const limitFields = {
  name: words('Bể chượp quá nóng', 'Vat too hot'),
  placeKinds: z
    .array(placeKind, LIST_RULE)
    .min(1, LIST_RULE)
    .max(20, 'at most 20')
    .meta({ examples: [['vat']] }),
  channels,
  measure: measureShape,
  while: z
    .array(condition, 'a list')
    .max(5, 'at most 5 conditions')
    .meta({ description: 'What must be so, too, at the place or at its site.', examples: [[]] })
    .optional(),
  side,
  levels: z
    .array(level, LIST_RULE)
    .min(1, LIST_RULE)
    .max(5, 'at most 5 levels')
    .meta({
      examples: [
        [
          { bound: 45, priority: 'medium', onDelay: 'PT30M' },
          { bound: 50, priority: 'high', onDelay: 'PT10M' },
        ],
      ],
    }),
  deadband: number.meta({ examples: [1] }),
  offDelay: durationOf('How long it must be in order before the alarm clears.', 'PT10M'),
  reAlarmTime: durationOf('After how long an acknowledged alarm asks again.', 'PT4H').optional(),
  maxTimeShelved: durationOf('No shelving lasts longer.', 'PT8H'),
  cause: words(
    'Nắng gắt, bơm tấm thu nhiệt chạy mãi',
    'Strong sun, a collector pump that never stops',
  ),
  consequence: words('Mắm cháy', 'The sauce burns'),
  response: words('Tắt bơm, che nắng', 'Stop the pump, shade the vat'),
  timeToRespond: durationOf('How soon the response must be under way.', 'PT1H'),
  source: words('Kinh nghiệm', 'Experience'),
  market: z.string('a text').min(1, 'a text').max(64, 'at most 64 characters').optional(),
}

const newLimit = z.strictObject(limitFields)

/** A limit that can be watched by, or a problem that names all that is wrong with it. */
export function toLimit(limitId: string, body: z.output<typeof newLimit>): AlarmLimit {
  const { reAlarmTime, market, while: conditions, ...rest } = body
  const limit: AlarmLimit = {
    id: limitId,
    ...rest,
    measure: toMeasure(body.measure),
    levels: body.levels.map((one) => ({ ...one, onDelay: toDelay(one.onDelay) })),
    offDelay: toDelay(body.offDelay),
    maxTimeShelved: toDelay(body.maxTimeShelved),
    timeToRespond: toDelay(body.timeToRespond),
    ...(conditions !== undefined && { while: conditions.map(toCondition) }),
    ...(reAlarmTime !== undefined && { reAlarmTime: toDelay(reAlarmTime) }),
    ...(market !== undefined && { market }),
  }
  const flaws = findLimitFlaws(limit)
  if (flaws.length === 0) return limit
  throw new FieldsProblem(
    'LIMIT_INVALID',
    flaws.map(({ field: name, detail }) => ({
      in: 'body' as const,
      name,
      detail: { vi: `Trường '${name}': ${detail.vi}.`, en: `Field '${name}': ${detail.en}.` },
    })),
  )
}

function toCondition({
  within = 'place',
  measure,
  holdMax,
  ...rest
}: z.output<typeof condition>): LimitCondition {
  return { ...rest, within, measure: toMeasure(measure), holdMax: toDelay(holdMax) }
}
