import type { FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'

import { followLink, showLink, type LinkAnswer } from '../acknowledge-link.ts'
import { PAGE_CSP, writePage } from '../acknowledge-page.ts'
import type { ApiOptions } from '../options.ts'
import type { App } from '../server.ts'

const linkToken = z
  .string('a link')
  .max(300, 'a link')
  .meta({
    description: 'As the message has it.',
    examples: ['1~2~thhhg0~lan~-8Bp0pZ2j1iN7Jb2k3xJ4Q'],
  })
const params = z.strictObject({ token: linkToken })
const page = (description: string) => ({
  description,
  content: { 'text/html': { schema: z.string() } },
})
const createSchema = (operationId: string, summary: string) => ({
  operationId,
  tags: ['notifications'],
  summary,
  description: 'Open: the link itself is the right to acknowledge this one alarm.',
  security: [],
  params,
  response: {
    200: page('What the alarm is, and what was done.'),
    404: page('The link is not one of ours.'),
    409: page('The alarm has asked again since; a newer message has a link for that.'),
    410: page('The link has expired.'),
  },
})
const show = createSchema('showAcknowledgeLink', 'The page that a link in a message opens')
const press = createSchema(
  'followAcknowledgeLink',
  'Acknowledge in the name of whom it was sent to',
)

/**
 * What links in messages lead to. Opening one changes nothing by itself: programs that look at links before people do
 * would answer for them. The page asks the browser to press its button, so that a person needs one tap.
 */
export function registerAcknowledge(app: App, options: ApiOptions): void {
  const config = { open: true }

  void app.register(async (scope) => {
    const pages = scope.withTypeProvider<ZodTypeProvider>()
    // A form without fields is empty, whatever type it says it has.
    pages.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
      payload.resume()
      payload.once('end', () => done(null, null))
    })
    pages.get('/a/:token', { schema: show, config }, async ({ params: one }, reply) =>
      send(reply, await showLink(options, one.token)),
    )
    pages.post('/a/:token', { schema: press, config }, async ({ params: one }, reply) =>
      send(reply, await followLink(options, one.token)),
    )
  })
}

function send(reply: FastifyReply, { status, page: content }: LinkAnswer) {
  reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', PAGE_CSP)
  return writePage(content)
}
