import { z } from 'zod'

import { PRIORITIES, type AlarmLimit, type LimitCondition } from '#domain/alarm/limit.ts'
import { unitOfMeasure, type Measure } from '#domain/alarm/measure.ts'
import { quantityOfChannel } from '#domain/channel.ts'
import { formatDuration } from '#domain/duration.ts'

import { id, placeKind } from './parameters.ts'
import { text } from './shapes.ts'

const durationText = z.string().meta({ examples: ['PT30M'] })
const measureView = z.object({
  kind: z.string(),
  over: durationText.optional(),
  holdMax: durationText.optional(),
  threshold: z.number().optional(),
  noise: z.number().optional(),
  step: z.number().optional(),
  intervalMin: durationText.optional(),
  whenNever: z.string().optional(),
})
const unit = z
  .string()
  .meta({ description: 'UCUM unit of bounds and deadband.', examples: ['Cel'] })
/** As answers carry it. */
export const limitShape = z
  .object({
    id,
    name: text,
    placeKinds: z.array(placeKind),
    channels: z.array(z.string()),
    measure: measureView,
    while: z
      .array(
        z.object({
          channels: z.array(z.string()),
          within: z.enum(['place', 'site']),
          measure: measureView,
          unit,
          side: z.enum(['low', 'high']),
          bound: z.number(),
          holdMax: durationText,
        }),
      )
      .meta({ description: 'What must be so, too; each condition is met by any of its channels.' }),
    unit,
    side: z.enum(['low', 'high']),
    levels: z.array(
      z.object({ bound: z.number(), priority: z.enum(PRIORITIES), onDelay: durationText }),
    ),
    deadband: z.number(),
    offDelay: durationText,
    reAlarmTime: durationText.nullable(),
    maxTimeShelved: durationText,
    cause: text,
    consequence: text,
    response: text,
    timeToRespond: durationText,
    source: text,
    market: z.string().nullable(),
  })
  .meta({
    description:
      'What channels at places of some kinds should keep to, and what to do when they do not.',
  })

export function toLimitView(limit: AlarmLimit): z.output<typeof limitShape> {
  const { levels, offDelay, reAlarmTime, maxTimeShelved, timeToRespond, market } = limit
  return {
    ...limit,
    placeKinds: [...limit.placeKinds],
    channels: [...limit.channels],
    unit: unitOf(limit),
    measure: toMeasureView(limit.measure),
    while: (limit.while ?? []).map(toConditionView),
    levels: levels.map(({ onDelay, ...one }) =>
      Object.assign({}, one, { onDelay: formatDuration(onDelay) }),
    ),
    offDelay: formatDuration(offDelay),
    reAlarmTime: reAlarmTime === undefined ? null : formatDuration(reAlarmTime),
    maxTimeShelved: formatDuration(maxTimeShelved),
    timeToRespond: formatDuration(timeToRespond),
    market: market ?? null,
  }
}

function toConditionView(condition: LimitCondition) {
  return {
    ...condition,
    channels: [...condition.channels],
    unit: unitOf(condition),
    measure: toMeasureView(condition.measure),
    holdMax: formatDuration(condition.holdMax),
  }
}

function unitOf({ channels, measure }: Pick<AlarmLimit, 'channels' | 'measure'>): string {
  const [channel = ''] = channels
  return unitOfMeasure(measure, quantityOfChannel(channel) ?? { unit: '' })
}

function toMeasureView(measure: Measure): z.output<typeof limitShape>['measure'] {
  if (measure.kind === 'intervals-missed') {
    return { ...measure, intervalMin: formatDuration(measure.intervalMin) }
  }
  if (!('over' in measure)) return measure
  const { over, holdMax } = measure
  return { ...measure, over: formatDuration(over), holdMax: formatDuration(holdMax) }
}
