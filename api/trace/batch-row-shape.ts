import { z } from 'zod'

import { instant, text } from '../shapes.ts'
import { amountView } from './amount-shape.ts'

/** Rows about one batch, with the words of people in both languages: what tables and charts show. */

const stayRow = z.object({
  place: z.string(),
  placeName: text,
  from: instant,
  until: instant.nullable().meta({ description: 'null: it is there still.' }),
  lookedUntil: instant.meta({ description: 'Until when it was there, or now.' }),
  devices: z.string().meta({
    description: 'Ids of the devices that stood there then; empty: nobody measured.',
    examples: ['vat-01, vat-02'],
  }),
})
const operationRow = z.object({
  id: z.string(),
  kind: z.string(),
  name: text,
  at: instant,
  until: instant.nullable(),
  placeName: text.nullable(),
  person: z.string().meta({ description: 'Who did it; who recorded it where that is not said.' }),
  recordedBy: z.string(),
  summary: text.meta({
    description: 'What with how much of it; of a laboratory result what was found.',
  }),
  note: z.string().nullable(),
})
const resultRow = z.object({
  at: instant,
  sample: z.string(),
  parameter: z.string(),
  name: text,
  value: z.number(),
  unit: z.string().meta({ description: 'UCUM code.' }),
  isBelowDetection: z.boolean(),
  written: text.meta({ description: 'With its unit; `<` before what is below detection.' }),
  method: z.string().nullable(),
  laboratory: z.string(),
  reportNumber: z.string().nullable(),
  verdict: text.meta({ description: 'Of the laboratory, on the sample.' }),
})
const remainingRow = amountView.extend({ unitName: text })
const holdRow = z.object({
  item: z.string().meta({ description: 'The batch itself, or one that it came from.' }),
  from: instant,
  reason: z.string(),
  operation: z.string(),
})

export const batchRowsShape = z
  .object({
    stays: z.array(stayRow),
    operations: z.array(operationRow).meta({ description: 'Those that hold, by time.' }),
    operationsLeftOut: z.number().meta({ description: 'Later ones that are not in the list.' }),
    results: z.array(resultRow).meta({ description: 'Of laboratories, by time.' }),
    remaining: z.array(remainingRow).meta({ description: 'Per unit that it was counted in.' }),
    holds: z.array(holdRow).meta({ description: 'Those in force.' }),
  })
  .meta({ description: 'What is known of a batch, as rows.' })
export type BatchRows = z.output<typeof batchRowsShape>

const originRow = z.object({
  item: z.string().meta({ description: 'Id of a batch, SSCC, or the URI of what others made.' }),
  steps: z
    .number()
    .meta({ description: 'Steps from the batch; what turns some into others is one.' }),
  product: text.nullable(),
  lot: z.string().nullable(),
  madeAt: instant.nullable(),
  value: z
    .number()
    .nullable()
    .meta({ description: 'How much of it is in the batch; null: unknown.' }),
  unitName: text.nullable(),
})
export const originsShape = z
  .object({
    items: z.array(originRow),
    leftOut: z.number().meta({ description: 'Farther ones that are not in the list.' }),
  })
  .meta({ description: 'What a batch came from, the nearest first.' })
export type Origins = z.output<typeof originsShape>

/** Of no batch nothing is known. */
export const NO_ROWS: BatchRows = {
  stays: [],
  operations: [],
  operationsLeftOut: 0,
  results: [],
  remaining: [],
  holds: [],
}
