import { z } from 'zod'

import { PRIORITIES, type AlarmLimit } from '#domain/alarm/limit.ts'
import { unitOfMeasure, type Measure } from '#domain/alarm/measure.ts'
import { quantityOfChannel } from '#domain/channel.ts'

import { id, placeKind } from './parameters.ts'
import { text } from './shapes.ts'
import { formatDuration } from './written-time.ts'

const durationText = z.string().meta({ examples: ['PT30M'] })
/** As answers carry it. */
export const limitShape = z
  .object({
    id,
    name: text,
    placeKinds: z.array(placeKind),
    channels: z.array(z.string()),
    measure: z.object({
      kind: z.string(),
      over: durationText.optional(),
      holdMax: durationText.optional(),
      threshold: z.number().optional(),
      noise: z.number().optional(),
    }),
    unit: z.string().meta({ description: 'UCUM unit of bounds and deadband.', examples: ['Cel'] }),
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
  const [channel = ''] = limit.channels
  const quantity = quantityOfChannel(channel) ?? { unit: '' }
  return {
    ...limit,
    placeKinds: [...limit.placeKinds],
    channels: [...limit.channels],
    unit: unitOfMeasure(limit.measure, quantity),
    measure: toMeasureView(limit.measure),
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

function toMeasureView(measure: Measure): z.output<typeof limitShape>['measure'] {
  if (!('over' in measure)) return measure
  const { over, holdMax } = measure
  return { ...measure, over: formatDuration(over), holdMax: formatDuration(holdMax) }
}
