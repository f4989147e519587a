import { z } from 'zod'

import { findLimitFlaws } from '#domain/alarm/limit-flaws.ts'
import { PRIORITIES, type AlarmLimit } from '#domain/alarm/limit.ts'
import type { Measure } from '#domain/alarm/measure.ts'

import { bilingualText, channelName, placeKind } from './parameters.ts'
import { FieldsProblem } from './problem.ts'
import { parseDuration } from './written-time.ts'

/** Limits as requests and answers carry them: durations are ISO 8601, all else is as in `domain/alarm/limit.ts`. */

const DELAY_RULE = 'a duration such as PT30M or 30m, PT0S for none, at most 3660d'
/**
 * A duration that may be none; what is too short or too long for its place, the limit's own checks say. Turned into
 * milliseconds by `toLimit`: a schema that transforms has no examples in the document.
 */
const delay = z
  .string(DELAY_RULE)
  .refine((written) => parseDelay(written) !== undefined, DELAY_RULE)

function parseDelay(written: string): number | undefined {
  return /^(PT0S|0s)$/i.test(written) ? 0 : parseDuration(written)
}

const number = z.number('a number')
const window = {
  /** How far it looks back, and for how long a reading holds when no other follows. */
  over: delay,
  holdMax: delay,
}
const MEASURES = [
  z.strictObject({ kind: z.literal('value') }),
  z.strictObject({ kind: z.literal('average'), ...window }),
  z.strictObject({ kind: z.literal('minutes-beyond'), threshold: number, ...window }),
  z.strictObject({ kind: z.literal('degree-hours'), threshold: number, ...window }),
  z.strictObject({ kind: z.literal('mean-kinetic-temperature'), ...window }),
  z.strictObject({ kind: z.literal('swing'), ...window }),
  z.strictObject({ kind: z.literal('rate'), ...window }),
  z.strictObject({ kind: z.literal('unchanged'), noise: number }),
  z.strictObject({ kind: z.literal('silent-share') }),
] as const
const KINDS = MEASURES.map(({ shape }) => shape.kind.value).join(', ')

const priority = z.enum(PRIORITIES, `one of ${PRIORITIES.join(', ')}`)
const level = z.strictObject(
  { bound: number, priority, onDelay: delay },
  'an object with bound, priority and onDelay',
)

const durationOf = (description: string, example: string) =>
  delay.meta({ description, examples: [example] })

const LIST_RULE = 'a list of at least one'
const words = (vi: string, en: string) => bilingualText.meta({ examples: [{ vi, en }] })
export const limitFields = {
  name: words('Bể chượp quá nóng', 'Vat too hot'),
  placeKinds: z
    .array(placeKind, LIST_RULE)
    .min(1, LIST_RULE)
    .max(20, 'at most 20')
    .meta({ examples: [['vat']] }),
  channels: z
    .array(channelName, LIST_RULE)
    .min(1, LIST_RULE)
    .max(50, 'at most 50')
    .meta({ examples: [['temperature/top']] }),
  measure: z
    .discriminatedUnion('kind', MEASURES, `an object whose "kind" is one of ${KINDS}`)
    .meta({ examples: [{ kind: 'value' }] }),
  side: z.enum(['low', 'high'], 'one of low, high').meta({ examples: ['high'] }),
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
  const { reAlarmTime, market, ...rest } = body
  const limit: AlarmLimit = {
    id: limitId,
    ...rest,
    measure: toMeasure(body.measure),
    levels: body.levels.map((one) => ({ ...one, onDelay: toDelay(one.onDelay) })),
    offDelay: toDelay(body.offDelay),
    maxTimeShelved: toDelay(body.maxTimeShelved),
    timeToRespond: toDelay(body.timeToRespond),
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
      detail: `Field '${name}': ${detail}.`,
    })),
  )
}

/** Of what was checked. */
function toDelay(written: string): number {
  return parseDelay(written) ?? Number.NaN
}

function toMeasure(measure: z.output<typeof newLimit>['measure']): Measure {
  if (!('over' in measure)) return measure
  return { ...measure, over: toDelay(measure.over), holdMax: toDelay(measure.holdMax) }
}
