import type { FastifyReply } from 'fastify'
import { z } from 'zod'

import type { Batch } from '#domain/trace/batch.ts'
import { createContext, type ReportContext } from '#trace/report/context.ts'

import type { ApiOptions } from '../options.ts'
import { idOrNone, timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { batchRowsShape, NO_ROWS, originsShape } from '../trace/batch-row-shape.ts'
import { listBatchRows, listOrigins } from '../trace/batch-rows.ts'
import { untilGone } from '../until-gone.ts'
import { zoneOf } from '../zone-of.ts'

const common = {
  tags: ['batches'],
  querystring: z.strictObject({
    batch: idOrNone.meta({
      description: 'Id of a batch; empty names none, and nothing is answered.',
      examples: ['chuop-07-2026'],
    }),
    timezone,
  }),
}
const problems = problemResponses('bad-request', 'not-found')
const rows = {
  ...common,
  operationId: 'listBatchRows',
  summary: 'What is known of a batch, as rows for tables: stays, operations, laboratory results',
  description:
    'With names and amounts in words, in both languages. Of what it came from, `/api/v1/batch-origins` tells.',
  response: { 200: batchRowsShape, ...problems },
}
const origins = {
  ...common,
  operationId: 'listBatchOrigins',
  summary: 'What a batch came from, with how much of each is in it, as rows for tables',
  description: 'Without the steps between, which `/api/v1/genealogy?way=up` tells.',
  response: { 200: originsShape, ...problems },
}

type Query = z.output<typeof common.querystring>

export function registerBatchRows(app: App, options: ApiOptions): void {
  app.get('/api/v1/batch-rows', { schema: rows }, async ({ query }, reply) => {
    const batch = await findBatch(options, query)
    if (batch === undefined) return NO_ROWS
    return await listBatchRows(openContext(options, query, reply), batch)
  })
  app.get('/api/v1/batch-origins', { schema: origins }, async ({ query }, reply) => {
    const batch = await findBatch(options, query)
    if (batch === undefined) return { items: [], leftOut: 0 }
    return await listOrigins(openContext(options, query, reply), batch)
  })
}

/** Undefined: none is named. */
async function findBatch({ trace }: ApiOptions, { batch }: Query): Promise<Batch | undefined> {
  return batch === '' ? undefined : requireFound(await trace.batch(batch), 'batch', batch)
}

function openContext(options: ApiOptions, query: Query, reply: FastifyReply): ReportContext {
  const { trace, registry, readings } = options
  const frame = { now: Date.now(), timezone: zoneOf(options, query), signal: untilGone(reply) }
  return createContext({ trace, registry, readings }, frame)
}
