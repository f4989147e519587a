import { z } from 'zod'

import { OPERATION_KINDS } from '#trace/kinds.ts'

import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'
import { text } from '../shapes.ts'

const rule = z.object({
  min: z.number(),
  max: z.number(),
  of: z.enum(['batch', 'unit', 'either']),
  amount: z.enum(['needed', 'possible', 'none']),
  bases: z.array(z.string()).nullable(),
})
const kindView = z
  .object({
    kind: z.string(),
    name: text,
    trade: z.string(),
    items: z.record(z.string(), rule),
    place: z.object({ need: z.string(), kinds: z.array(z.string()).nullable() }).nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    details: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema.' }),
    bizStep: z.string(),
  })
  .meta({ description: 'What can be recorded, and what has to be said of it.' })

const list = {
  operationId: 'listOperationKinds',
  tags: ['batches'],
  summary: 'Everything that can be recorded, and the form of each',
  response: {
    200: z.object({ items: z.array(kindView) }).meta({ description: 'All kinds.' }),
    ...problemResponses(),
  },
}

/** What a form asks follows from the same schemas that check the answers. */
export function registerOperationKinds(app: App): void {
  const items = Object.entries(OPERATION_KINDS).map(([kind, each]) => ({
    kind,
    name: each.name,
    trade: each.trade,
    items: Object.fromEntries(
      Object.entries(each.items).map(([role, one]) => [
        role,
        { ...one, bases: one.bases === undefined ? null : [...one.bases] },
      ]),
    ),
    place:
      each.place === undefined
        ? null
        : { need: each.place.need, kinds: each.place.kinds ? [...each.place.kinds] : null },
    from: each.from ?? null,
    to: each.to ?? null,
    details: { ...z.toJSONSchema(each.details) },
    bizStep: each.event.bizStep,
  }))
  app.get('/api/v1/operation-kinds', { schema: list }, () => Promise.resolve({ items }))
}
