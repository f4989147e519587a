import { z } from 'zod'

import { isFlawed, type Parsed } from '#domain/gs1/parsed.ts'
import { LABEL_COUNT_MAX, writeProductLabels } from '#trace/label/product-labels.ts'
import { writeQrPng, writeQrSvg } from '#trace/label/qr.ts'
import { LABEL_SIZES, type LabelSizeName } from '#trace/label/size.ts'

import { readLabel } from '../link/label-of-batch.ts'
import type { ApiOptions } from '../options.ts'
import { id, wholeNumber } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import type { App } from '../server.ts'

const SIZES = Object.keys(LABEL_SIZES) as LabelSizeName[]
const SIZE_RULE = `one of ${SIZES.join(', ')}`

const params = z.strictObject({
  id: id.meta({ description: 'Id of a batch.', examples: ['chai-07-2026'] }),
})
const problems = problemResponses('bad-request', 'not-found', 'conflict')
/** The serializer leaves bytes as they are. */
const bytes = z.custom<Buffer | string>().meta({ type: 'string', format: 'binary' })
const createSchema = (operationId: string, summary: string, type: string) => ({
  operationId,
  tags: ['codes'],
  summary,
  params,
  response: {
    200: { description: 'The file.', content: { [type]: { schema: bytes } } },
    ...problems,
  },
})
const svg = createSchema(
  'getBatchQrSvg',
  'The QR code of a lot, as SVG in the size to print',
  'image/svg+xml',
)
const png = createSchema(
  'getBatchQrPng',
  'The QR code of a lot, as PNG of 12 pixels a module',
  'image/png',
)
const pdf = {
  ...createSchema('getBatchLabels', 'Labels of a lot, as PDF to print', 'application/pdf'),
  querystring: z.strictObject({
    size: z
      .enum(SIZES, SIZE_RULE)
      .optional()
      .meta({
        description: 'Millimetres, on a roll or on an A4 sheet; default 60x40.',
        examples: ['a4-70x37'],
      }),
    count: wholeNumber([1, LABEL_COUNT_MAX], {
      description: 'How many; default 1. The printer repeats them for more.',
      examples: ['24'],
    }).optional(),
  }),
}

/** The code that stands on what is sold. */
export function registerLabels(app: App, options: ApiOptions): void {
  app.get(
    '/api/v1/batches/:id/qr.svg',
    { schema: svg },
    async ({ params: { id: name } }, reply) => {
      const { link } = await readLabel(options, name)
      return reply.type('image/svg+xml').send(writeQrSvg(link))
    },
  )
  app.get(
    '/api/v1/batches/:id/qr.png',
    { schema: png },
    async ({ params: { id: name } }, reply) => {
      const { link } = await readLabel(options, name)
      return reply.type('image/png').send(await writeQrPng(link))
    },
  )
  app.get(
    '/api/v1/batches/:id/labels.pdf',
    { schema: pdf },
    async ({ params: { id: name }, query }, reply) => {
      const { size = '60x40', count = 1 } = query
      const label = await readLabel(options, name)
      const labels = await writeProductLabels(label, { size: LABEL_SIZES[size], count })
      reply.header('content-disposition', `inline; filename="${name}-${size}.pdf"`)
      return reply.type('application/pdf').send(requirePossible(labels))
    },
  )
}

function requirePossible(parsed: Parsed<Buffer>): Buffer {
  if (!isFlawed(parsed)) return parsed.value
  throw new RequestProblem('conflict', 'LABEL_IMPOSSIBLE', parsed.flaw)
}
