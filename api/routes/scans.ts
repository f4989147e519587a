import { z } from 'zod'

import type { ScanCount } from '#store/trace/contract-scans.ts'

import { given } from '../given.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { id } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'

const DAY_RULE = 'a day such as 2026-10-01'
const day = (description: string) =>
  z.iso
    .date(DAY_RULE)
    .optional()
    .meta({ description, examples: ['2026-10-01'] })
const key = z.object({
  day: z.string(),
  product: z.string(),
  lot: z.string(),
  province: z.string(),
})
const view = z
  .object({
    day: z.string().meta({ description: 'Of the platform’s zone.', examples: ['2026-10-01'] }),
    product: z.string(),
    lot: z.string().nullable().meta({ description: 'null: the code names none.' }),
    province: z
      .string()
      .nullable()
      .meta({ description: 'As the proxy of NGUON_PROVINCE_HEADER said; null: nobody said.' }),
    count: z.number().int(),
  })
  .meta({ description: 'How often buyers opened a code on a day. Nothing about them is kept.' })

const list = {
  operationId: 'listScans',
  tags: ['codes'],
  summary: 'How often buyers opened codes, by day',
  querystring: z.strictObject({
    from: day('First day.'),
    until: day('Last day, inclusive.'),
    product: id.optional().meta({ description: 'Id of a product.', examples: ['nuoc-mam-40n'] }),
    lot: z
      .string('a GS1 lot')
      .max(20, 'a GS1 lot')
      .optional()
      .meta({ description: 'GS1 lot.', examples: ['PK-2026-07'] }),
    after: pageParameters.after,
    limit: pageParameters.limit,
  }),
  response: { 200: pageOf(view), ...problemResponses('bad-request') },
}

export function registerScans(app: App, { trace }: ApiOptions): void {
  app.get('/api/v1/scans', { schema: list }, async ({ query }) => {
    const { from, until, product, lot } = query
    const page = toPageQuery(query, key)
    const found = await trace.scans.list({ ...page, ...given({ from, until, product, lot }) })
    const { items, next } = toPage(found, page.limit, ({ count: _count, ...one }) => one)
    return { items: items.map(toView), next }
  })
}

function toView({ day: on, product, lot, province, count }: ScanCount): z.output<typeof view> {
  return { day: on, product, lot: lot || null, province: province || null, count }
}
