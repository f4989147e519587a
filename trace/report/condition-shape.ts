import { z } from 'zod'

import { PRIORITIES } from '#domain/alarm/limit.ts'

import { instant, text } from './shape-parts.ts'

export const gapShape = z.object({ from: instant, until: instant })

const coverage = z.object({
  every: z.number().meta({ description: 'How often it should report, seconds.' }),
  expectedCount: z.number(),
  receivedCount: z.number().meta({ description: 'Intervals in which at least one came.' }),
  gapCount: z.number().meta({ description: 'Of two intervals and more without a reading.' }),
  gaps: z.array(gapShape).meta({ description: 'The longest first, at most 100.' }),
})

const calibration = z.object({
  calibratedAt: instant,
  validUntil: instant,
  certificate: z.string(),
  laboratory: z.string(),
  reference: z.string(),
  foundError: z.number().nullable().meta({
    description: 'Shown value less true one, before any adjustment; in the channel’s unit.',
  }),
  isAdjusted: z.boolean(),
  certificateHash: z.string().nullable().meta({ description: 'SHA-256.' }),
})
export type CalibrationThen = z.output<typeof calibration>

/** What one channel said during one stay. */
export const conditionShape = z.object({
  device: z.string(),
  channel: z.string(),
  name: text,
  unit: z.string().meta({ description: 'UCUM code.' }),
  decimals: z.number(),
  from: instant,
  until: instant,
  usableCount: z.number().meta({ description: 'Readings that min, mean and max are made of.' }),
  min: z.number().nullable(),
  mean: z.number().nullable().meta({ description: 'Of the means of the hours with readings.' }),
  max: z.number().nullable(),
  beyondMinutes: z.number().meta({ description: 'Outside any limit in force.' }),
  calibrations: z.array(calibration).meta({
    description: 'That bear on the stay, as they hold now; the one before it comes first.',
  }),
  uncalibratedMinutes: z.number().meta({ description: 'Never calibrated, or overdue.' }),
  coverage: coverage.nullable().meta({
    description: 'null: how often it should report is not known.',
  }),
  kinetic: z
    .object({ celsius: z.number().nullable(), whyNot: text.nullable() })
    .nullable()
    .meta({ description: 'Mean kinetic temperature (USP <1079.2>); of temperatures only.' }),
  qualities: z.object({
    readingCount: z.number(),
    lateCount: z.number().meta({ description: 'Came long after they were measured (backfill).' }),
    uncertainCount: z.number(),
    badCount: z.number().meta({ description: 'Stored, and in none of the numbers.' }),
    derivedCount: z.number(),
    misdatedCount: z.number().meta({ description: 'The device’s clock could not be right.' }),
    clocks: z.object({
      'device-utc': z.number(),
      'device-local': z.number(),
      gateway: z.number(),
      server: z.number(),
    }),
  }),
})
export type Condition = z.output<typeof conditionShape>

/** A limit as it was in force. */
export const limitShape = z.object({
  limit: z.string(),
  name: text,
  version: z.number(),
  channels: z.array(z.string()).meta({ description: 'Those that stood there.' }),
  measure: z.string(),
  side: z.enum(['low', 'high']),
  unit: z.string(),
  levels: z.array(z.object({ bound: z.number(), priority: z.enum(PRIORITIES) })),
  from: instant,
  until: instant,
  approvedBy: z.string(),
  approvedAt: instant,
  reason: z.string(),
  source: text,
  isEarlier: z.boolean().meta({
    description: 'A part of the stay was before it was in force, and is judged by it all the same.',
  }),
})
export type LimitInForce = z.output<typeof limitShape>
