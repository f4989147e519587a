import { z } from 'zod'

import type { Party } from '#domain/trace/party.ts'
import { formatInstant } from '#domain/zone.ts'
import { keepRecall, type KeptRecall } from '#trace/keep-recall.ts'
import type { RecallScope } from '#trace/recall.ts'

import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { instant } from '../shapes.ts'
import { amountView } from '../trace/amount-shape.ts'
import { recordedBy } from '../trace/fields.ts'
import { itemName } from '../trace/operation-shape.ts'
import { partyView } from '../trace/party-shape.ts'
import { zoneOf } from '../zone-of.ts'

const scopeFields = {
  item: z.string(),
  items: z.array(
    z.object({
      item: z.string(),
      product: z.string().nullable(),
      lot: z.string().nullable(),
      depth: z.number(),
      carried: amountView.nullable().meta({ description: 'How much of the item is in it.' }),
      remaining: z.array(amountView).meta({ description: 'What of it is still with us.' }),
      place: z.string().nullable(),
    }),
  ),
  foreign: z
    .array(z.string())
    .meta({ description: 'What others made of it, by the names that their events say.' }),
  dispatches: z.array(
    z.object({
      operation: z.string(),
      at: instant,
      to: z.string().nullable(),
      item: z.string(),
      amount: amountView.nullable(),
    }),
  ),
  contacts: z.array(partyView),
}
const recallView = z
  .object({
    id: z.string(),
    isDrill: z.boolean(),
    reason: z.string(),
    recordedAt: instant,
    recordedBy: z.string(),
    milliseconds: z.number().meta({ description: 'How long it took to find the scope.' }),
    ...scopeFields,
  })
  .meta({ description: 'A recall or a drill: what it reaches, and whom to call.' })

const REASON_RULE = 'a text of 3 to 500 characters'
const tags = ['batches']
const params = z.strictObject({
  id: z
    .uuid('the id of a recall')
    .meta({ description: 'Id of a recall.', examples: ['5f7c1f0e-54ab-4c57-9c1e-0c2f8e1b7a22'] }),
})
const querystring = z.strictObject({ timezone })
const start = {
  operationId: 'recall',
  tags,
  summary: 'Recall a batch or unit, or rehearse it: everything that it reaches, and whom to call',
  description:
    'The report is kept. A drill changes nothing else; a recall also puts the item on hold, and with it all that came out of it.',
  querystring,
  body: z.strictObject(
    {
      item: itemName,
      isDrill: z.boolean('true or false').meta({ examples: [true] }),
      recordedBy,
      reason: z
        .string(REASON_RULE)
        .trim()
        .min(3, REASON_RULE)
        .max(500, REASON_RULE)
        .meta({ examples: ['diễn tập quý IV'] }),
    },
    'a JSON object',
  ),
  response: { 201: recallView, ...problemResponses('bad-request', 'not-found') },
}
const list = {
  operationId: 'listRecalls',
  tags,
  summary: 'Recalls and drills, in the order in which they were made',
  querystring: z.strictObject(pageParameters),
  response: { 200: pageOf(recallView), ...problemResponses('bad-request') },
}
const get = {
  operationId: 'getRecall',
  tags,
  summary: 'One recall or drill, as it was found then',
  params,
  querystring,
  response: { 200: recallView, ...problemResponses('bad-request', 'not-found') },
}

export function registerRecalls(app: App, options: ApiOptions): void {
  const { trace, timezone: zone } = options
  app.post('/api/v1/recalls', { schema: start }, async ({ body, query }, reply) => {
    const kept = await keepRecall(trace, body, { now: Date.now(), timezone: zone })
    reply.code(201)
    return view(requireFound(kept, 'batch or unit', body.item), zoneOf(options, query))
  })
  app.get('/api/v1/recalls', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, z.number())
    const records = await trace.records({ ...page, kind: 'recall' })
    const { items, next } = toPage(records, page.limit, ({ seq }) => seq)
    return { items: items.map(({ body }) => view(parse(body), zoneOf(options, query))), next }
  })
  app.get('/api/v1/recalls/:id', { schema: get }, async ({ params: { id }, query }) => {
    const { body } = requireFound(await trace.record('recall', id), 'recall', id)
    return view(parse(body), zoneOf(options, query))
  })
}

function parse(body: string): KeptRecall {
  return JSON.parse(body)
}

function view(recall: KeptRecall, zone: string): z.input<typeof recallView> {
  return {
    ...recall,
    ...viewScope(recall, zone),
    recordedAt: formatInstant(zone, recall.recordedAt),
  }
}

function viewScope({ item, items, foreign, dispatches, contacts }: RecallScope, zone: string) {
  return {
    item,
    items: items.map((one) => ({ ...one, remaining: [...one.remaining] })),
    foreign: [...foreign],
    dispatches: dispatches.map(({ operation, at, to, item: name, amount }) => {
      return { operation, at: formatInstant(zone, at), to, item: name, amount }
    }),
    contacts: contacts.map((party: Party) => ({ ...party, roles: [...party.roles] })),
  }
}
