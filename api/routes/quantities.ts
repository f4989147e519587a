import { z } from 'zod'

import { QUANTITIES } from '#domain/quantity.ts'

import { pageOf } from '../page.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'
import { text } from '../shapes.ts'

const quantityShape = z
  .object({
    id: z.string().meta({ examples: ['temperature'] }),
    kind: z.enum(['gauge', 'counter', 'state']),
    unit: z.string().meta({ description: 'UCUM code.', examples: ['Cel'] }),
    range: z
      .tuple([z.number(), z.number()])
      .readonly()
      .meta({ description: 'What is physically plausible; anything else is rejected.' }),
    decimals: z.number().int().meta({ description: 'Digits after the point worth showing.' }),
    name: text,
    unece: z.string().optional().meta({ description: 'UN/ECE Recommendation 20 unit code.' }),
    epcis: z.string().optional().meta({ description: 'GS1 measurement type (CBV 2.0).' }),
    states: z.record(z.string(), z.number()).optional(),
  })
  .meta({ description: 'What can be measured.' })

const list = {
  operationId: 'listQuantities',
  tags: ['quantities'],
  summary: 'Everything that can be measured: units, plausible ranges, names',
  description:
    'The whole table, always one page. A channel’s name begins with the id of a quantity.',
  querystring: z.strictObject({}),
  response: { 200: pageOf(quantityShape), ...problemResponses('bad-request') },
}

export function registerQuantities(app: App): void {
  app.get('/api/v1/quantities', { schema: list }, async () => ({
    items: [...QUANTITIES],
    next: null,
  }))
}
