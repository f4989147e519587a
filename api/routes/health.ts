import { z } from 'zod'

import { checkAll } from '../health.ts'
import type { ApiOptions } from '../options.ts'
import type { App } from '../server.ts'

const healthShape = z
  .object({
    ok: z.boolean(),
    parts: z.record(
      z.string(),
      z.object({
        ok: z.boolean(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({
    description: 'gateway, ingest, registry, readings and journal; all are ok, or it is 503.',
  })

const get = {
  operationId: 'getHealth',
  tags: ['operation'],
  summary: 'What is up, how far ingest is behind, and whether the stores can be reached',
  description: 'Open: asks for no token.',
  security: [],
  querystring: z.strictObject({}),
  response: { 200: healthShape, 503: healthShape },
}

export function registerHealth(app: App, options: ApiOptions): void {
  const route = { schema: get, config: { open: true } }
  app.get('/healthz', route, async (_request, reply) => {
    const report = await checkAll(options)
    return reply.code(report.ok ? 200 : 503).send(report)
  })
}
