import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

import { authenticationScheme } from './authenticate.ts'
import type { App } from './server.ts'

const DESCRIPTION = `From a sensor to an answer.

Times are RFC 3339 with offset, in and out; \`timezone\` says in which zone they are written, and in which zone a time
without offset is meant. Lists come in pages: give \`next\` as \`after\`. Errors are problem documents (RFC 9457) whose
\`title\` and \`detail\` say what was received and what is accepted, in Vietnamese or English as \`Accept-Language\` asks (English when it
asks for nothing). Unknown query parameters are errors.`

/** Of the API, not of the software: it changes when a client must. */
const VERSION = '1.0.0'

const TAGS = [
  { name: 'readings', description: 'What was measured' },
  { name: 'alarms', description: 'Limits, and what went outside them' },
  { name: 'notifications', description: 'Who is told of alarms, and how' },
  {
    name: 'batches',
    description: 'What was made, what was done to it, where it came from and went',
  },
  { name: 'rejections', description: 'What was sent and could not be used' },
  { name: 'evidence', description: 'Proof that nothing was changed' },
  { name: 'devices', description: 'Boxes with sensors' },
  { name: 'channels', description: 'What devices measure' },
  { name: 'quantities', description: 'What can be measured' },
  { name: 'sites', description: 'Premises of producers' },
  { name: 'places', description: 'Vats, orchard blocks, rooms, vehicles' },
  { name: 'installations', description: 'Which device stood where and when' },
  { name: 'codes', description: 'What stands on goods, and what buyers see who scan it' },
  { name: 'calibrations', description: 'What channels were compared with' },
  { name: 'operation', description: 'How Nguồn is' },
]

/** Describes every route that is registered after this, at `/openapi.json`, and as a page at `/docs`. Both are open. */
export async function describeRoutes(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Nguồn',
        version: VERSION,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: TAGS,
      components: { securitySchemes: { token: authenticationScheme } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, open: true }
    })
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      // Everything comes from here: no fonts, no validator, nothing that needs the Internet.
      staticCSP: DOCS_CSP,
      uiConfig: { url: '/openapi.json', validatorUrl: null, tryItOutEnabled: true },
    })
  })
  const schema = { hide: true }
  app.get('/openapi.json', { schema, config: { open: true } }, async () => app.swagger())
}

const DOCS_CSP =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'"
