import type { FastifyTypeProviderDefault } from 'fastify'
import { z } from 'zod'

import type { Settings } from '#store/registry/contract-notifications.ts'

import { pageOf, pageParameters, toPage, toPageQuery } from './page.ts'
import { id } from './parameters.ts'
import { problemResponses } from './problem.ts'
import { requireFound } from './require-found.ts'
import type { App } from './server.ts'

interface SettingRoutes<Setting extends { readonly id: string }, Body, View> {
  /** Of the address: `people`. */
  readonly path: string
  /** One of them: `person`. */
  readonly one: string
  /** An id for examples. */
  readonly example: string
  readonly body: z.ZodType<Body>
  readonly view: z.ZodType<View>
  readonly settings: Settings<Setting>
  /** Throws a problem that says what is wrong with it. */
  readonly toSetting: (id: string, body: Body) => Promise<Setting>
  readonly toView: (setting: Setting) => View
  /** Throws a problem when it is still in use. */
  readonly checkUnused: (id: string) => Promise<void>
}

/** List, read, write whole and remove: what people set up is written whole each time. */
export function registerSettings<Setting extends { readonly id: string }, Body, View>(
  app: App,
  routes: SettingRoutes<Setting, Body, View>,
): void {
  const { path, one, settings, toView } = routes
  const schemas = createSchemas(routes)
  // With schemas that are not known here the provider infers nothing: what it would say stands in the types of each route.
  const plain = app.withTypeProvider<FastifyTypeProviderDefault>()

  app.get(`/api/v1/${path}`, { schema: schemas.list }, async ({ query }) => {
    const page = toPageQuery(query, z.string())
    const found = toPage(await settings.list(page), page.limit, (setting) => setting.id)
    return { items: found.items.map(toView), next: found.next }
  })
  plain.get<One>(`/api/v1/${path}/:id`, { schema: schemas.get }, async ({ params }) =>
    toView(requireFound(await settings.get(params.id), one, params.id)),
  )
  plain.put<One & { Body: Body }>(
    `/api/v1/${path}/:id`,
    { schema: schemas.put },
    async ({ params, body }, reply) => {
      const setting = await routes.toSetting(params.id, body as Body)
      reply.code((await settings.put(setting)) ? 201 : 200)
      return toView(setting)
    },
  )
  plain.delete<One>(
    `/api/v1/${path}/:id`,
    { schema: schemas.remove },
    async ({ params }, reply) => {
      await routes.checkUnused(params.id)
      await settings.remove(params.id)
      reply.code(204)
    },
  )
}

interface One {
  readonly Params: { readonly id: string }
}

function createSchemas<Setting extends { readonly id: string }, Body, View>({
  path,
  one,
  example,
  body,
  view,
}: SettingRoutes<Setting, Body, View>) {
  const name = one.replaceAll(/(?:^|-)(\w)/g, (_all, letter: string) => letter.toUpperCase())
  const params = z.strictObject({
    id: id.meta({ description: `Id of the ${one}.`, examples: [example] }),
  })
  const tags = ['notifications']
  return {
    list: {
      operationId: `list${name}s`,
      tags,
      summary: `All ${path.replaceAll('-', ' ')}, by id`,
      querystring: z.strictObject(pageParameters),
      response: { 200: pageOf(view), ...problemResponses('bad-request') },
    },
    get: {
      operationId: `get${name}`,
      tags,
      summary: `One ${one.replaceAll('-', ' ')}`,
      params,
      response: { 200: view, ...problemResponses('bad-request', 'not-found') },
    },
    put: {
      operationId: `put${name}`,
      tags,
      summary: `Write a ${one.replaceAll('-', ' ')} whole: a new one, or in place of the one that is there`,
      params,
      body,
      response: { 200: view, 201: view, ...problemResponses('bad-request') },
    },
    remove: {
      operationId: `remove${name}`,
      tags,
      summary: `Remove a ${one.replaceAll('-', ' ')} that nothing names`,
      params,
      response: {
        204: z.null().meta({ description: 'It is gone.' }),
        ...problemResponses('bad-request', 'not-found', 'conflict'),
      },
    },
  }
}
