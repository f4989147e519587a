import { isUtf8 } from 'node:buffer'

import { z } from 'zod'

import { REJECTION_CODES, type RejectionCode } from '#domain/rejection.ts'
import { formatInstant } from '#domain/zone.ts'
import type { RejectionRecord } from '#store/registry/contract.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { deviceNames, numberedId, timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { instant, text } from '../shapes.ts'
import { zoneOf } from '../zone-of.ts'

const CODES = Object.keys(REJECTION_CODES) as [RejectionCode, ...RejectionCode[]]
const code = z.enum(CODES, `one of ${CODES.join(', ')}`)

/** Characters of a payload that a list shows: a page of whole ones would be many megabytes. */
const TEXT_LENGTH_MAX = 1_000

const payloadShape = z.object({
  bytes: z.number().int().meta({ description: 'How many the device sent.' }),
  text: z
    .string()
    .nullable()
    .meta({
      description: `Its first ${TEXT_LENGTH_MAX} characters; null when the bytes are not UTF-8.`,
    }),
})
const rejectionShape = z
  .object({
    id: z.number().int(),
    device: z.string(),
    code: code.meta({ examples: ['out-of-range'] }),
    text: text.meta({ description: 'What the code means and what to do.' }),
    channel: z.string().meta({ description: 'As it was written; empty = the whole message.' }),
    detail: z.string().meta({ description: 'What exactly was received and what is accepted.' }),
    topic: z.string(),
    payload: payloadShape,
    sequence: z.number().int().meta({ description: 'The entry of the journal.' }),
    receivedAt: instant,
    count: z.number().int().meta({ description: 'How many like it; the newest is shown.' }),
    firstAt: instant,
    lastAt: instant,
  })
  .meta({ description: 'A message, or one value of it, that could not be used.' })

const wholeShape = rejectionShape
  .extend({
    payload: payloadShape.extend({
      base64: z.string().meta({ description: 'All bytes as they came.' }),
    }),
  })
  .meta({ description: 'A rejection with its bytes.' })

/** The last rejection of the page before. */
const cursorShape = z.object({ id: z.number(), lastAt: z.number() })

const list = {
  operationId: 'listRejections',
  tags: ['rejections'],
  summary: 'What could not be used and why, newest first',
  description: 'Shows the beginning of each payload; `/api/v1/rejections/{id}` has all its bytes.',
  querystring: z.strictObject({
    device: deviceNames.optional(),
    code: code.optional().meta({ description: 'Only this reason.', examples: ['out-of-range'] }),
    ...pageParameters,
  }),
  response: { 200: pageOf(rejectionShape), ...problemResponses('bad-request', 'not-found') },
}

const get = {
  operationId: 'getRejection',
  tags: ['rejections'],
  summary: 'One rejection with the bytes as they came',
  params: z.strictObject({ id: numberedId('a rejection') }),
  querystring: z.strictObject({ timezone }),
  response: { 200: wholeShape, ...problemResponses('bad-request', 'not-found') },
}

export function registerRejections(app: App, options: ApiOptions): void {
  const { rejections } = options.registry

  app.get('/api/v1/rejections', { schema: list }, async ({ query }) => {
    const page = toPageQuery(query, cursorShape)
    const where = given({ device: query.device, code: query.code })
    const found = await rejections.list({ ...page, ...where })
    const { items, next } = toPage(found, page.limit, ({ id, lastAt }) => ({ id, lastAt }))
    return { items: items.map((one) => toView(one, zoneOf(options, query))), next }
  })
  app.get('/api/v1/rejections/:id', { schema: get }, async ({ params, query }) => {
    const found = requireFound(await rejections.get(params.id), 'rejection', String(params.id))
    const view = toView(found, zoneOf(options, query))
    const base64 = Buffer.from(found.payload).toString('base64')
    return { ...view, payload: { ...view.payload, base64 } }
  })
}

function toView(rejection: RejectionRecord, zone: string): z.output<typeof rejectionShape> {
  const payload = Buffer.from(rejection.payload)
  return {
    ...rejection,
    text: REJECTION_CODES[rejection.code],
    payload: {
      bytes: payload.length,
      text: isUtf8(payload) ? toBeginning(payload.toString('utf8')) : null,
    },
    receivedAt: formatInstant(zone, rejection.receivedAt),
    firstAt: formatInstant(zone, rejection.firstAt),
    lastAt: formatInstant(zone, rejection.lastAt),
  }
}

/** Whole characters: a pair that the cut would part is left out. */
function toBeginning(whole: string): string {
  return whole.length > TEXT_LENGTH_MAX
    ? whole.slice(0, TEXT_LENGTH_MAX).replace(/[\uD800-\uDBFF]$/, '')
    : whole
}
