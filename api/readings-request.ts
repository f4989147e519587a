import { z } from 'zod'

import { format } from './format.ts'
import { after, limitParameter } from './page.ts'
import {
  absent,
  channelNames,
  deviceNames,
  durationParameter,
  placeName,
  timezone,
} from './parameters.ts'
import { spanParameters } from './span.ts'

/** Raw readings of a page. */
export const LIMIT_DEFAULT = 1_000
const LIMIT_MAX = 10_000

export const readingsParameters = z.strictObject({
  device: deviceNames.optional(),
  place: placeName.optional(),
  channel: channelNames.optional(),
  ...spanParameters,
  window: durationParameter({
    description: 'Summarize in windows of this duration; without it the readings come as they are.',
    examples: ['1h', 'PT1H'],
  }).optional(),
  order: z
    .enum(['oldest', 'newest'], 'oldest or newest')
    .optional()
    .meta({
      description: 'Within each channel; oldest first when not given.',
      examples: ['newest'],
    }),
  arrange: z
    .enum(['series', 'time'], 'series or time')
    .optional()
    .meta({
      description: 'Of windows: channel after channel, or all by time; channels when not given.',
      examples: ['series'],
    }),
  absent,
  limit: limitParameter(LIMIT_DEFAULT, LIMIT_MAX),
  after,
  timezone,
  format,
})
export type ReadingsRequest = z.output<typeof readingsParameters>
