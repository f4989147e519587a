import { z } from 'zod'

import type { Batch } from '#domain/trace/batch.ts'
import { formatInstant } from '#domain/zone.ts'
import { findHolds } from '#trace/holds.ts'
import { findRemaining } from '#trace/standing.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { id, timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { formatOptional, instant } from '../shapes.ts'
import { amountView } from '../trace/amount-shape.ts'
import { optionalText, recordedBy } from '../trace/fields.ts'
import { productName } from '../trace/product-shape.ts'
import { zoneOf } from '../zone-of.ts'

const batchName = id.meta({ description: 'Id of a batch.', examples: ['chuop-07-2026'] })
const batchView = z
  .object({
    id: batchName,
    uri: z.string().meta({ description: 'Its name in EPCIS.' }),
    product: z.string(),
    lot: z.string().nullable(),
    name: z.string().nullable(),
    madeAt: instant,
    expiresAt: instant.nullable(),
    recipe: z.array(z.object({ name: z.string(), share: z.number() })),
    published: z.boolean().meta({ description: 'Whether buyers may read it.' }),
  })
  .meta({ description: 'What was made in one go, under one name (a GS1 lot).' })
const stay = z.object({ place: z.string(), from: instant, until: instant.nullable() })
const hold = z.object({
  item: z.string().meta({ description: 'The batch itself, or one that it came from.' }),
  from: instant,
  reason: z.string(),
  operation: z.string(),
})
const standing = z
  .object({
    batch: batchView,
    remaining: z.array(amountView),
    stays: z.array(stay),
    holds: z.array(hold),
  })
  .meta({ description: 'How much of it is left, where it was and is, and what holds it.' })

const tags = ['batches']
const params = z.strictObject({ id: batchName })
const querystring = z.strictObject({ timezone })
const list = {
  operationId: 'listBatches',
  tags,
  summary: 'All batches, by id',
  querystring: z.strictObject({
    product: productName.optional(),
    lot: z
      .string('a GS1 lot')
      .max(20, 'a GS1 lot')
      .optional()
      .meta({ description: 'GS1 lot.', examples: ['PK-2026-07'] }),
    ...pageParameters,
  }),
  response: { 200: pageOf(batchView), ...problemResponses('bad-request') },
}
const get = {
  operationId: 'getBatch',
  tags,
  summary: 'One batch: how much is left, where it is, and what holds it',
  params,
  querystring,
  response: { 200: standing, ...problemResponses('bad-request', 'not-found') },
}
const change = {
  operationId: 'changeBatch',
  tags,
  summary: 'Name a batch, or let buyers read it',
  params,
  querystring,
  body: z.strictObject(
    {
      recordedBy,
      name: optionalText(200, 'Chượp bể 7').removeDefault().optional(),
      published: z
        .boolean('true or false')
        .optional()
        .meta({ examples: [true] }),
    },
    'a JSON object',
  ),
  response: { 200: batchView, ...problemResponses('bad-request', 'not-found') },
}

export function registerBatches(app: App, options: ApiOptions): void {
  const { trace } = options
  app.get('/api/v1/batches', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, z.string())
    const where = given({ product: query.product, lot: query.lot })
    const found = toPage(await trace.batches({ ...page, ...where }), page.limit, (one) => one.id)
    const zone = zoneOf(options, query)
    return { items: found.items.map((batch) => viewBatch(batch, zone)), next: found.next }
  })
  app.get('/api/v1/batches/:id', { schema: get }, async ({ params: { id: name }, query }) => {
    const batch = requireFound(await trace.batch(name), 'batch', name)
    return await viewStanding(options, batch, zoneOf(options, query))
  })
  app.patch(
    '/api/v1/batches/:id',
    { schema: change },
    async ({ params: { id: name }, body, query }) => {
      const batch = requireFound(await trace.batch(name), 'batch', name)
      const { recordedBy: by, ...fields } = body
      const changed = await trace.change(async (tx) => {
        const now: Batch = { ...((await tx.batch(name)) ?? batch), ...given(fields) }
        await tx.putBatch(now, { at: Date.now(), by })
        return now
      })
      return viewBatch(changed, zoneOf(options, query))
    },
  )
}

async function viewStanding({ trace }: ApiOptions, batch: Batch, zone: string) {
  const remaining = await findRemaining(trace, batch.id)
  const stays = await trace.stays({ item: batch.id })
  const held = await findHolds(trace, [batch.id])
  return {
    batch: viewBatch(batch, zone),
    remaining: [...remaining].map(([unit, value]) => ({ value, unit })),
    stays: stays.map(({ place, from, until }) => {
      return { place, from: formatInstant(zone, from), until: formatOptional(zone, until) }
    }),
    holds: held.map(({ hold: { item, from, reason, begunBy } }) => {
      return { item, from: formatInstant(zone, from), reason, operation: begunBy }
    }),
  }
}

function viewBatch(batch: Batch, zone: string): z.input<typeof batchView> {
  return {
    ...batch,
    madeAt: formatInstant(zone, batch.madeAt),
    expiresAt: formatOptional(zone, batch.expiresAt),
    recipe: [...batch.recipe],
  }
}
