import { z } from 'zod'

import { EU_931, fillEu931 } from '#trace/exports/eu-931.ts'
import { collectFacts, type ExportFacts } from '#trace/exports/facts.ts'
import type { ExportForm, ExportRow } from '#trace/exports/form.ts'
import { fillFsma204, FSMA_204 } from '#trace/exports/fsma-204.ts'
import { fillVnPortal, VN_PORTAL } from '#trace/exports/vn-portal.ts'

import { formatCsvLine } from '../csv.ts'
import type { ApiOptions } from '../options.ts'
import { timezone } from '../parameters.ts'
import { problemResponses } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { itemName } from '../trace/operation-shape.ts'
import { zoneOf } from '../zone-of.ts'

type Language = 'vi' | 'en'
interface Filled extends ExportForm {
  readonly fill: (facts: ExportFacts, language: Language, zone: string) => ExportRow[]
}

const FORMS = {
  'eu-931': { ...EU_931, fill: fillEu931 },
  'fsma-204': { ...FSMA_204, fill: fillFsma204 },
  'vn-portal': { ...VN_PORTAL, fill: (facts, _language, zone) => fillVnPortal(facts, zone) },
} satisfies Readonly<Record<string, Filled>>
const FORM_NAMES = Object.keys(FORMS) as (keyof typeof FORMS)[]

const field = z.union([z.string(), z.number(), z.null()])
const schema = {
  operationId: 'exportTrace',
  tags: ['batches'],
  summary: 'What an authority asks for about a batch or unit: everything one step back and forward',
  description:
    'eu-931: Regulation (EU) 931/2011. fsma-204: the sortable spreadsheet of 21 CFR 1 Subpart S. vn-portal: Circular 02/2024/TT-BKHCN and Decree 37/2026/NĐ-CP.',
  querystring: z.strictObject({
    item: itemName,
    form: z.enum(FORM_NAMES, `one of ${FORM_NAMES.join(', ')}`).meta({ examples: ['eu-931'] }),
    format: z
      .enum(['json', 'csv'], 'json or csv')
      .default('csv')
      .meta({ examples: ['json'] }),
    lang: z
      .enum(['vi', 'en'], 'vi or en')
      .default('en')
      .meta({ description: 'Language of names.', examples: ['vi'] }),
    timezone,
  }),
  response: {
    200: {
      description: 'The form, filled.',
      content: {
        'application/json': {
          schema: z.object({ source: z.string(), rows: z.array(z.record(z.string(), field)) }),
        },
        'text/csv': { schema: z.string() },
      },
    },
    ...problemResponses('bad-request', 'not-found'),
  },
}

/** Excel takes a CSV for UTF-8 only when it begins so. */
const BYTE_ORDER_MARK = '\uFEFF'

export function registerTraceExports(app: App, options: ApiOptions): void {
  app.get('/api/v1/trace-exports', { schema }, async ({ query }, reply) => {
    const { item, form, format, lang } = query
    const facts = requireFound(await collectFacts(options.trace, item), 'batch or unit', item)
    const { source, columns, fill }: Filled = FORMS[form]
    const rows = fill(facts, lang, zoneOf(options, query))
    if (format === 'json') {
      const named = rows.map((row) =>
        Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null])),
      )
      return await reply.type('application/json').send({ source, rows: named })
    }
    const lines = [formatCsvLine(columns), ...rows.map((row) => formatCsvLine(row))]
    return await reply
      .type('text/csv')
      .header('content-disposition', `attachment; filename="${form}-${item}.csv"`)
      .send(`${BYTE_ORDER_MARK}${lines.join('')}`)
  })
}
