import type { FastifyTypeProviderDefault } from 'fastify'
import { z } from 'zod'

import type { Masters, TraceChange, TraceStore } from '#store/trace/contract.ts'

import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { id, timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { recordedBy } from './fields.ts'

interface MasterRoutes<Master extends { readonly id: string }, Fields extends z.ZodRawShape> {
  /** Of the address: `parties`. */
  readonly path: string
  /** One of them: `party`. */
  readonly one: string
  /** An id, and the fields that have to be given. */
  readonly example: readonly [id: string, fields: Readonly<Record<string, unknown>>]
  readonly fields: Fields
  readonly view: z.ZodType
  readonly trace: TraceStore
  readonly masters: Masters<Master>
  /** Zone of the platform. */
  readonly timezone: string
  readonly toMaster: (id: string, body: z.output<z.ZodObject<Fields>>, zone: string) => Master
  readonly toView: (master: Master, zone: string) => unknown
  readonly put: (change: TraceChange, master: Master, by: string) => Promise<boolean>
}

interface One {
  readonly Params: { readonly id: string }
  readonly Querystring: { readonly timezone?: string }
}

/** List, read and write whole; each write is kept, so that what a batch was sold under can be shown years later. */
export function registerMasters<
  Master extends { readonly id: string },
  Fields extends z.ZodRawShape,
>(app: App, routes: MasterRoutes<Master, Fields>): void {
  const { path, one, masters, toView } = routes
  const schemas = createSchemas(routes)
  const plain = app.withTypeProvider<FastifyTypeProviderDefault>()
  const zoneOf = (query: One['Querystring']) => query.timezone ?? routes.timezone

  app.get(`/api/v1/${path}`, { schema: schemas.list }, async ({ query }) => {
    const page = toPageQuery(query, z.string())
    const { items, next } = toPage(await masters.list(page), page.limit, (master) => master.id)
    return { items: items.map((item) => toView(item, zoneOf(query as One['Querystring']))), next }
  })
  plain.get<One>(`/api/v1/${path}/:id`, { schema: schemas.get }, async ({ params, query }) =>
    toView(requireFound(await masters.get(params.id), one, params.id), zoneOf(query)),
  )
  plain.put<One & { Body: Readonly<Record<string, unknown>> & { readonly recordedBy: string } }>(
    `/api/v1/${path}/:id`,
    { schema: schemas.put },
    async ({ params, query, body }, reply) => {
      const { recordedBy: by, ...fields } = body
      const zone = zoneOf(query)
      const master = routes.toMaster(params.id, fields as z.output<z.ZodObject<Fields>>, zone)
      const isNew = await routes.trace.change((change) => routes.put(change, master, by))
      reply.code(isNew ? 201 : 200)
      return toView(master, zone)
    },
  )
}

function createSchemas<Master extends { readonly id: string }, Fields extends z.ZodRawShape>({
  path,
  one,
  example: [example, given],
  fields,
  view,
}: MasterRoutes<Master, Fields>) {
  const name = `${one.charAt(0).toUpperCase()}${one.slice(1)}`
  const params = z.strictObject({
    id: id.meta({ description: `Id of the ${one}.`, examples: [example] }),
  })
  const querystring = z.strictObject({ timezone })
  const tags = ['batches']
  return {
    list: {
      operationId: `list${name}s`,
      tags,
      summary: `All ${path}, by id`,
      querystring: z.strictObject(pageParameters),
      response: { 200: pageOf(view), ...problemResponses('bad-request') },
    },
    get: {
      operationId: `get${name}`,
      tags,
      summary: `One ${one}`,
      params,
      querystring,
      response: { 200: view, ...problemResponses('bad-request', 'not-found') },
    },
    put: {
      operationId: `put${name}`,
      tags,
      summary: `Write a ${one} whole: a new one, or in place of the one that is there`,
      params,
      querystring,
      body: z
        .strictObject({ recordedBy, ...fields }, 'a JSON object')
        .meta({ examples: [{ recordedBy: 'Lan', ...given }] }),
      response: { 200: view, 201: view, ...problemResponses('bad-request', 'conflict') },
    },
  }
}
