import { z } from 'zod'

import { createMetricsText } from '../metrics.ts'
import type { ApiOptions } from '../options.ts'
import type { App } from '../server.ts'

const get = {
  operationId: 'getMetrics',
  tags: ['operation'],
  summary: 'Metrics of gateway, ingest, alarms and api (Prometheus)',
  description:
    'Open: a Prometheus on this machine needs no token. It holds counts, no readings and no names.',
  security: [],
  querystring: z.strictObject({}),
  response: {
    200: {
      description: 'Prometheus text format 0.0.4.',
      content: { 'text/plain': { schema: z.string() } },
    },
  },
}

export function registerMetrics(app: App, options: ApiOptions): void {
  const createText = createMetricsText(options)
  const route = { schema: get, config: { open: true } }
  app.get('/metrics', route, async (_request, reply) =>
    reply.type(options.metrics.contentType).send(await createText()),
  )
}
