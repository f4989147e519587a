import { subscribe, unsubscribe } from 'node:diagnostics_channel'

import type { FastifyInstance } from 'fastify'

import { openApi } from './api-fixture.ts'

/** What each field of each route says that it accepts: the messages of all schemas of requests. */
export async function collectRules(): Promise<ReadonlySet<string>> {
  const schemas: unknown[] = []
  // Fastify tells of each instance before it has routes.
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ schema }) => void schemas.push(schema))
  }
  subscribe('fastify.initialization', listen)
  await using _api = await openApi()
  unsubscribe('fastify.initialization', listen)
  const rules = new Set<string>()
  const seen = new Set<unknown>()
  for (const schema of schemas) {
    for (const part of ['body', 'querystring', 'params', 'headers']) {
      visit(Reflect.get(Object(schema), part), { rules, seen })
    }
  }
  return rules
}

interface Walk {
  readonly rules: Set<string>
  readonly seen: Set<unknown>
}

/** Schemas, their checks and whatever they are made of. */
function visit(node: unknown, walk: Walk): void {
  if (typeof node !== 'object' || node === null || walk.seen.has(node)) return
  walk.seen.add(node)
  const definition = Reflect.get(Object(Reflect.get(node, '_zod')), 'def') ?? node
  const tell = Reflect.get(definition, 'error')
  if (typeof tell === 'function') walk.rules.add(String(tell({ code: 'custom', path: [] })))
  for (const part of Object.values(definition)) {
    for (const one of [part].flat()) visit(one, walk)
  }
}
