import { z } from 'zod'

import { PRIORITIES } from '#domain/alarm/limit.ts'
import { PLACE_KINDS } from '#domain/place.ts'
import { ITEM_ROLES } from '#domain/trace/operation.ts'

import { conditionShape, gapShape, limitShape } from './condition-shape.ts'
import { amount, instant, text } from './shape-parts.ts'

/** What everything that a batch came from, or became, is. */
const relative = z.object({
  uri: z.string(),
  item: z.string().nullable().meta({ description: 'Our batch or SSCC; null: of others.' }),
  depth: z.number().meta({ description: 'Steps from the batch.' }),
  product: text.nullable(),
  lot: z.string().nullable(),
  madeAt: instant.nullable(),
  carried: amount.nullable().meta({
    description: 'Up: how much of it is in the batch. Down: how much of the batch is in it.',
  }),
})

const deed = z.object({
  id: z.string(),
  kind: z.string(),
  name: text,
  at: instant,
  until: instant.nullable(),
  recordedAt: instant,
  recordedBy: z.string(),
  isLate: z.boolean().meta({ description: 'Recorded more than a day after it was done.' }),
  person: z.string().nullable(),
  place: z.string().nullable(),
  placeName: text.nullable(),
  from: text.nullable(),
  to: text.nullable(),
  items: z.array(
    z.object({ role: z.enum(ITEM_ROLES), item: z.string(), amount: amount.nullable() }),
  ),
  details: z.record(z.string(), z.unknown()),
  note: z.string().nullable(),
  attachments: z.array(z.string()).meta({ description: 'SHA-256.' }),
  overrides: z.array(z.object({ check: z.string(), reason: z.string() })),
  corrects: z.string().nullable(),
  correction: z
    .object({ id: z.string(), by: z.string(), at: instant, isWithdrawn: z.boolean() })
    .nullable()
    .meta({ description: 'It was corrected since: it counts no more.' }),
  event: z.string(),
})

const device = z.object({
  device: z.string(),
  name: z.string(),
  model: z.string().nullable(),
  from: instant,
  until: instant,
})

const answer = z.object({
  alarm: z.number(),
  limit: z.string(),
  version: z.number(),
  device: z.string(),
  channel: z.string(),
  kind: z.string(),
  name: text,
  at: instant,
  recordedAt: instant,
  by: z.string().nullable(),
  reason: z.string().nullable(),
  value: z.number().nullable(),
})

const excursion = z.object({
  limit: z.string(),
  version: z.number(),
  device: z.string(),
  channel: z.string(),
  from: instant,
  until: instant.nullable().meta({ description: 'null: it has not ended.' }),
  minutes: z.number().meta({ description: 'Within the stay.' }),
  priority: z.enum(PRIORITIES),
  worst: z.number().nullable(),
  alarm: z.number().nullable().meta({ description: 'null: nobody was told.' }),
})

const rejection = z.object({
  device: z.string(),
  channel: z.string(),
  code: z.string(),
  name: text,
  count: z.number().meta({ description: 'From `firstAt` to `lastAt`, also outside the stay.' }),
  firstAt: instant,
  lastAt: instant,
})

const stay = z.object({
  item: z.string(),
  depth: z.number().meta({
    description: '0: the batch itself. Its cases and pallets follow, then what it came from.',
  }),
  place: z.string(),
  placeName: text.nullable(),
  placeKind: z.enum(PLACE_KINDS).nullable(),
  site: text.nullable(),
  from: instant,
  until: instant.nullable(),
  lookedFrom: instant,
  lookedUntil: instant.meta({
    description: 'As far as it bears on the batch: what was left there later is not in it.',
  }),
  devices: z.array(device),
  unwatched: z.array(gapShape).meta({ description: 'No device stood there.' }),
  conditions: z.array(conditionShape),
  limits: z.array(limitShape),
  excursions: z.array(excursion),
  alarms: z.array(answer),
  rejections: z.array(rejection),
})

const labResult = z.object({
  operation: z.string(),
  item: z.string(),
  at: instant,
  recordedAt: instant,
  recordedBy: z.string(),
  sample: z.string(),
  laboratory: z.string(),
  accreditation: z.string().nullable(),
  reportNumber: z.string().nullable(),
  isConformant: z.boolean().nullable().meta({ description: 'null: the laboratory did not say.' }),
  results: z.array(
    z.object({
      parameter: z.string(),
      name: text,
      value: z.number(),
      unit: z.string(),
      isBelowDetection: z.boolean(),
      method: z.string().nullable(),
    }),
  ),
  attachments: z.array(
    z.object({
      hash: z.string(),
      name: z.string().nullable(),
      mediaType: z.string().nullable(),
      bytes: z.number().nullable(),
    }),
  ),
})

const finding = z.object({
  holds: z.boolean().meta({ description: 'false: something is missing or was not in order.' }),
  code: z.string(),
  text,
  item: z.string().nullable(),
})

/** Everything that an auditor asks of one batch, as it is known when the report is made. Times are of `timezone`. */
export const reportShape = z
  .object({
    batch: z.object({
      id: z.string(),
      uri: z.string(),
      name: z.string().nullable(),
      product: text.nullable(),
      gtin: z.string().nullable(),
      lot: z.string().nullable(),
      producer: text.nullable(),
      madeAt: instant,
      expiresAt: instant.nullable(),
    }),
    createdAt: instant,
    timezone: z.string(),
    summary: z.array(finding),
    up: z.array(relative),
    down: z.array(relative),
    operations: z.array(deed),
    stays: z.array(stay),
    laboratory: z.array(labResult),
    cuts: z.array(text).meta({ description: 'What this report leaves out for its length.' }),
  })
  .meta({ description: 'The history of a batch, for an auditor.' })

export type BatchReport = z.output<typeof reportShape>
export type Relative = z.output<typeof relative>
export type Deed = z.output<typeof deed>
export type StayReport = z.output<typeof stay>
export type AlarmAnswer = z.output<typeof answer>
export type ReportedExcursion = z.output<typeof excursion>
export type ReportedRejection = z.output<typeof rejection>
export type LabResult = z.output<typeof labResult>
export type Finding = z.output<typeof finding>
