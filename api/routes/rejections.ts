import { isUtf8 } from 'node:buffer'

import { z } from 'zod'

import { REJECTION_CODES, type RejectionCode } from '#domain/rejection.ts'
import { formatInstant } from '#domain/zone.ts'
import type { RejectionRecord } from '#store/registry/contract.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { deviceName } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'
import { instant, text } from '../shapes.ts'

const CODES = Object.keys(REJECTION_CODES) as [RejectionCode, ...RejectionCode[]]
const code = z.enum(CODES, `one of ${CODES.join(', ')}`)

const rejectionShape = z
  .object({
    id: z.number().int(),
    device: z.string(),
    code: code.meta({ examples: ['out-of-range'] }),
    text: text.meta({ description: 'What the code means and what to do.' }),
    channel: z.string().meta({ description: 'As it was written; empty = the whole message.' }),
    detail: z.string().meta({ description: 'What exactly was received and what is accepted.' }),
    topic: z.string(),
    payload: z.object({
      text: z.string().nullable().meta({ description: 'Null when the bytes are not UTF-8.' }),
      base64: z.string(),
    }),
    sequence: z.number().int().meta({ description: 'The entry of the journal.' }),
    receivedAt: instant,
    count: z.number().int().meta({ description: 'How many like it; the newest is shown.' }),
    firstAt: instant,
    lastAt: instant,
  })
  .meta({ description: 'A message, or one value of it, that could not be used.' })

/** The last rejection of the page before. */
const cursorShape = z.object({ id: z.number(), lastAt: z.number() })

const list = {
  operationId: 'listRejections',
  tags: ['rejections'],
  summary: 'What could not be used and why, newest first',
  querystring: z.strictObject({
    device: deviceName.optional(),
    code: code.optional().meta({ description: 'Only this reason.', examples: ['out-of-range'] }),
    ...pageParameters,
  }),
  response: { 200: pageOf(rejectionShape), ...problemResponses('bad-request', 'not-found') },
}

export function registerRejections(app: App, { registry, timezone }: ApiOptions): void {
  app.get('/api/v1/rejections', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, cursorShape)
    const where = given({ device: query.device, code: query.code })
    const found = await registry.rejections.list({ ...page, ...where })
    const { items, next } = toPage(found, page.limit, ({ id, lastAt }) => ({ id, lastAt }))
    return { items: items.map((one) => toView(one, query.timezone ?? timezone)), next }
  })
}

function toView(rejection: RejectionRecord, zone: string): z.output<typeof rejectionShape> {
  const payload = Buffer.from(rejection.payload)
  return {
    ...rejection,
    text: REJECTION_CODES[rejection.code],
    payload: {
      text: isUtf8(payload) ? payload.toString('utf8') : null,
      base64: payload.toString('base64'),
    },
    receivedAt: formatInstant(zone, rejection.receivedAt),
    firstAt: formatInstant(zone, rejection.firstAt),
    lastAt: formatInstant(zone, rejection.lastAt),
  }
}
