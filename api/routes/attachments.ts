import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'

import { formatInstant } from '#domain/zone.ts'
import type { Attachment } from '#store/trace/contract.ts'

import type { ApiOptions } from '../options.ts'
import { timezone } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { instant } from '../shapes.ts'
import { recordedBy } from '../trace/fields.ts'
import { zoneOf } from '../zone-of.ts'

/** Photographs of phones and scanned certificates are smaller. */
const ATTACHMENT_BYTES_MAX = 10 * 1024 * 1024
/** What is accepted, and served again as it came; nothing of it is run by a browser. */
const MEDIA_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'text/csv',
] as const

const HASH_RULE = '64 hexadecimal digits, the SHA-256 of the file'
const NAME_RULE = 'a file name of 1 to 200 characters without slashes'
const attachmentView = z
  .object({
    hash: z.string().meta({ description: 'SHA-256 of the file.' }),
    name: z.string(),
    mediaType: z.string(),
    bytes: z.number(),
    recordedAt: instant,
  })
  .meta({ description: 'A photograph, a certificate, a report.' })

const tags = ['batches']
const add = {
  operationId: 'addAttachment',
  tags,
  summary: 'Send a file; operations and certificates name it by its hash',
  description: `The body is the file itself, with its Content-Type: one of ${MEDIA_TYPES.join(', ')}, at most 10 MiB.`,
  querystring: z.strictObject({
    name: z
      .string(NAME_RULE)
      .min(1, NAME_RULE)
      .max(200, NAME_RULE)
      .regex(/^[^/\\\p{Cc}]+$/u, NAME_RULE)
      .meta({ examples: ['kiem-nghiem.pdf'] }),
    recordedBy,
    timezone,
  }),
  response: {
    201: attachmentView,
    ...problemResponses('bad-request', 'payload-too-large', 'unsupported-media-type'),
  },
}
const get = {
  operationId: 'getAttachment',
  tags,
  summary: 'A file as it was received',
  params: z.strictObject({
    hash: z
      .string(HASH_RULE)
      .regex(/^[0-9a-f]{64}$/, HASH_RULE)
      .meta({
        description: HASH_RULE,
        examples: ['c76d57b348bd2310aa2a7979b8fba16d649d4ca686038820ea2f9023ea085c53'],
      }),
  }),
  response: {
    200: {
      description: 'The file.',
      content: Object.fromEntries(MEDIA_TYPES.map((type) => [type, { schema: z.unknown() }])),
    },
    ...problemResponses('bad-request', 'not-found'),
  },
}

export function registerAttachments(app: App, options: ApiOptions): void {
  const { trace, attachments } = options
  void app.register(async (scope) => {
    const files = scope.withTypeProvider<ZodTypeProvider>()
    files.addContentTypeParser([...MEDIA_TYPES], { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    files.post(
      '/api/v1/attachments',
      { schema: add, bodyLimit: ATTACHMENT_BYTES_MAX },
      async ({ query, body, headers }, reply) => {
        const content = requireContent(body)
        const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
        const now = Date.now()
        const hash = await attachments.keep(content)
        const fresh = { hash, name: query.name, mediaType, bytes: content.length, recordedAt: now }
        const by = { at: now, by: query.recordedBy }
        const kept = await trace.change(async (change) => {
          await change.addAttachment(fresh, by)
          return (await change.attachment(hash)) ?? fresh
        })
        reply.code(201)
        return view(kept, zoneOf(options, query))
      },
    )
  })
  app.get('/api/v1/attachments/:hash', { schema: get }, async ({ params: { hash } }, reply) => {
    const { name, mediaType } = requireFound(await trace.attachment(hash), 'attachment', hash)
    const content = await attachments.read(hash)
    if (content === undefined) {
      const detail = {
        vi: `Tệp ${hash} ("${name}") đã từng được nhận, nhưng không còn trong thư mục hoặc đã bị thay đổi ở đó.`,
        en: `The file ${hash} ("${name}") was received, but is not in the folder of attachments any more, or was changed there.`,
      }
      throw new RequestProblem('not-found', 'ATTACHMENT_LOST', detail)
    }
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`
    return await reply
      .type(mediaType)
      .header('content-disposition', disposition)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .send(content)
  })
}

function requireContent(body: unknown): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body
  const detail = { vi: 'Nội dung trống; hãy gửi tệp.', en: 'The body is empty; send the file.' }
  throw new RequestProblem('bad-request', 'ATTACHMENT_EMPTY', detail)
}

function view(attachment: Attachment, zone: string): z.input<typeof attachmentView> {
  return { ...attachment, recordedAt: formatInstant(zone, attachment.recordedAt) }
}
