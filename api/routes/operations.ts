import { z } from 'zod'

import type { Operation } from '#domain/trace/operation.ts'
import { withdrawOperation } from '#trace/correct-operation.ts'
import { recordOperation } from '#trace/record-operation.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { placeName, timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { checkReferences } from '../trace/check-references.ts'
import { recordedBy } from '../trace/fields.ts'
import { itemName, newOperation, operationKind, operationView } from '../trace/operation-shape.ts'
import { toNewOperation, viewOperation } from '../trace/operation-view.ts'
import { zoneOf } from '../zone-of.ts'

const tags = ['batches']
const params = z.strictObject({
  id: z.uuid('the id of an operation').meta({
    description: 'Id of an operation.',
    examples: ['0b54d0c8-4f6e-4c07-9a53-3b8c4f8f6a11'],
  }),
})
const querystring = z.strictObject({ timezone })
const REASON_RULE = 'a text of 3 to 500 characters'
const withdrawal = z.strictObject(
  {
    recordedBy,
    reason: z
      .string(REASON_RULE)
      .trim()
      .min(3, REASON_RULE)
      .max(500, REASON_RULE)
      .meta({ examples: ['ghi nhầm bể'] }),
    overrides: newOperation.shape.overrides,
  },
  'a JSON object',
)

const list = {
  operationId: 'listOperations',
  tags,
  summary: 'What was done, by time',
  querystring: z.strictObject({
    item: itemName.optional(),
    place: placeName.optional(),
    kind: operationKind.optional(),
    corrected: z
      .enum(['true', 'false'], 'true or false')
      .optional()
      .meta({ description: 'true: with those that were corrected since.', examples: ['true'] }),
    ...pageParameters,
  }),
  response: { 200: pageOf(operationView), ...problemResponses('bad-request') },
}
const get = {
  operationId: 'getOperation',
  tags,
  summary: 'One operation',
  params,
  querystring,
  response: { 200: operationView, ...problemResponses('bad-request', 'not-found') },
}
const record = {
  operationId: 'recordOperation',
  tags,
  summary: 'Record what was done',
  description:
    'Append-only: to correct an operation, record it anew with `corrects`; to say that it did not happen, withdraw it. What cannot have been so (more used than there is, a harvest before the pre-harvest interval ends, goods on hold shipped) is refused with every reason; where somebody knows better, `overrides` says why.',
  querystring,
  body: newOperation,
  response: { 201: operationView, ...problemResponses('bad-request', 'not-found', 'conflict') },
}
const withdraw = {
  operationId: 'withdrawOperation',
  tags,
  summary: 'Say that an operation did not happen',
  params,
  querystring,
  body: withdrawal,
  response: { 201: operationView, ...problemResponses('bad-request', 'not-found', 'conflict') },
}

const cursor = z.object({ at: z.number(), id: z.string() })

export function registerOperations(app: App, options: ApiOptions): void {
  const { trace, registry } = options
  app.get('/api/v1/operations', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, cursor)
    const { item, place, kind, corrected } = query
    const where = given({ item, place, kind })
    const found = await trace.operations({ ...page, ...where, corrected: corrected === 'true' })
    const { items, next } = toPage(found, page.limit, ({ at, id }: Operation) => ({ at, id }))
    return { items: items.map((one) => viewOperation(one, zoneOf(options, query))), next }
  })
  app.get('/api/v1/operations/:id', { schema: get }, async ({ params: { id }, query }) =>
    viewOperation(requireFound(await trace.operation(id), 'operation', id), zoneOf(options, query)),
  )
  app.post('/api/v1/operations', { schema: record }, async ({ body, query }, reply) => {
    const zone = zoneOf(options, query)
    const operation = toNewOperation(body, zone)
    await checkReferences(trace, operation)
    const place = operation.place === null ? undefined : await registry.places.get(operation.place)
    const recording = { now: Date.now(), timezone: options.timezone, place }
    const recorded = await trace.change((change) => recordOperation(change, operation, recording))
    reply.code(201)
    return viewOperation(recorded, zone)
  })
  app.post(
    '/api/v1/operations/:id/withdraw',
    { schema: withdraw },
    async ({ params: { id }, body, query }, reply) => {
      const said = { ...body, recordedAt: Date.now() }
      const recorded = await trace.change((change) => withdrawOperation(change, id, said))
      reply.code(201)
      return viewOperation(recorded, zoneOf(options, query))
    },
  )
}
