import { z } from 'zod'

import type { Operation } from '#domain/trace/operation.ts'
import { formatInstant } from '#domain/zone.ts'
import { traceGenealogy, type Genealogy } from '#trace/genealogy.ts'
import { findUri } from '#trace/item-uri.ts'

import type { ApiOptions } from '../options.ts'
import { timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { instant } from '../shapes.ts'
import { amountView } from '../trace/amount-shape.ts'
import { itemName } from '../trace/operation-shape.ts'
import { zoneOf } from '../zone-of.ts'

const node = z.object({
  uri: z.string(),
  depth: z.number().meta({ description: 'Steps from the start.' }),
  item: z
    .string()
    .nullable()
    .meta({ description: 'Our batch or SSCC; null: a step, or what others call something.' }),
  carried: amountView.nullable().meta({
    description:
      'Down: how much of the start is in it, in proportion. Up: how much of it is in the start. null: not known.',
  }),
})
const link = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.enum(['input', 'output', 'containment']),
  at: instant,
  amount: amountView.nullable(),
  event: z.string(),
  operation: z.object({ id: z.string(), kind: z.string() }).nullable(),
})
const view = z
  .object({
    start: z.string(),
    way: z.enum(['up', 'down']),
    nodes: z.array(node),
    links: z.array(link),
  })
  .meta({ description: 'Where something came from, or what became of it.' })

const schema = {
  operationId: 'traceGenealogy',
  tags: ['batches'],
  summary: 'Where a batch or unit came from (up), or what became of it (down)',
  querystring: z.strictObject({
    item: itemName,
    way: z.enum(['up', 'down'], 'up or down').meta({ examples: ['up'] }),
    timezone,
  }),
  response: { 200: view, ...problemResponses('bad-request', 'not-found') },
}

export function registerGenealogy(app: App, options: ApiOptions): void {
  const { trace } = options
  app.get('/api/v1/genealogy', { schema }, async ({ query }) => {
    const { item, way } = query
    const start = requireFound(await findUri(trace, item), 'batch', item)
    const genealogy = await traceGenealogy(trace, start, way)
    const events = new Set(genealogy.links.map(({ event }) => event))
    const operations = await trace.operationsOf([...events])
    return viewGenealogy(genealogy, operations, zoneOf(options, query))
  })
}

function viewGenealogy(
  { start, way, nodes, links }: Genealogy,
  operations: readonly Operation[],
  zone: string,
): z.input<typeof view> {
  const byEvent = new Map(operations.map(({ event, id, kind }) => [event, { id, kind }]))
  return {
    start,
    way,
    nodes: [...nodes],
    links: links.map((one) => {
      const operation = byEvent.get(one.event) ?? null
      return { ...one, at: formatInstant(zone, one.at), operation }
    }),
  }
}
