import { z } from 'zod'

import { parseSscc } from '#domain/gs1/identifiers.ts'
import { isFlawed } from '#domain/gs1/parsed.ts'
import { writeShippingLabels } from '#trace/label/shipping-labels.ts'

import { readShippingLabel } from '../link/label-of-unit.ts'
import type { ApiOptions } from '../options.ts'
import { id } from '../parameters.ts'
import { FieldsProblem, problemResponses, RequestProblem } from '../problem.ts'
import type { App } from '../server.ts'

const bytes = z.custom<Buffer | string>().meta({ type: 'string', format: 'binary' })
const party = (description: string) => id.meta({ description, examples: ['phu-khuong'] })
const schema = {
  operationId: 'getUnitLabel',
  tags: ['codes'],
  summary: 'The shipping label of a case or a pallet, 100 × 150 mm, as PDF to print',
  params: z.strictObject({
    sscc: z.string().meta({ description: 'SSCC, 18 digits.', examples: ['106141412345678908'] }),
  }),
  querystring: z.strictObject({
    sender: party('Party that sends it.'),
    receiver: party('Party that it goes to.').optional(),
  }),
  response: {
    200: { description: 'The file.', content: { 'application/pdf': { schema: bytes } } },
    ...problemResponses('bad-request', 'not-found', 'conflict'),
  },
}

export function registerUnitLabels(app: App, options: ApiOptions): void {
  app.get('/api/v1/units/:sscc/label.pdf', { schema }, async ({ params, query }, reply) => {
    const { sender: from, receiver: to } = query
    const label = await readShippingLabel(options, requireSscc(params.sscc), { from, to })
    const pdf = await writeShippingLabels([label])
    if (isFlawed(pdf)) throw new RequestProblem('conflict', 'LABEL_IMPOSSIBLE', pdf.flaw)
    reply.header('content-disposition', `inline; filename="${label.sscc}.pdf"`)
    return reply.type('application/pdf').send(pdf.value)
  })
}

function requireSscc(received: string): string {
  const parsed = parseSscc(received)
  if (!isFlawed(parsed)) return parsed.value
  const problem = { in: 'path', name: 'sscc', detail: parsed.flaw } as const
  throw new FieldsProblem('REQUEST_INVALID', [problem])
}
