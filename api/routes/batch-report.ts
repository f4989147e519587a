import type { FastifyReply } from 'fastify'
import { z } from 'zod'

import { SECOND } from '#domain/time.ts'
import { buildReport } from '#trace/report/build-report.ts'
import { writeReportPdf } from '#trace/report/pdf/write-pdf.ts'
import { reportShape, type BatchReport } from '#trace/report/shape.ts'

import { formatCsvLine, formatCsvRow } from '../csv.ts'
import { toLanguage } from '../link/negotiate.ts'
import type { ApiOptions } from '../options.ts'
import { id, timezone } from '../parameters.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'
import { listReportRows, REPORT_COLUMNS } from '../trace/report-rows.ts'
import { untilGone } from '../until-gone.ts'
import { zoneOf } from '../zone-of.ts'

/** Shorter than any connection of ours may be idle. */
const REPORT_MS_MAX = 80 * SECOND
const ANSWER_MS_MAX = 100 * SECOND
/** Reports at once; one more is told to come again. */
const REPORTS_MAX = 2
/** Tells Excel that the file is UTF-8. */
const BYTE_ORDER_MARK = '\u{FEFF}'

const params = z.strictObject({
  id: id.meta({ description: 'Id of a batch.', examples: ['chuop-07-2026'] }),
})
const lang = z
  .enum(['vi', 'en'], 'vi or en')
  .optional()
  .meta({
    description: 'Language of the texts; without it the header Accept-Language decides.',
    examples: ['vi'],
  })
const inLanguage = z.strictObject({ lang, timezone })
const problems = problemResponses('bad-request', 'not-found')
/** The serializer leaves bytes as they are. */
const bytes = z.custom<Buffer | string>().meta({ type: 'string', format: 'binary' })
const fileOf = (type: string) => ({
  200: { description: 'The file.', content: { [type]: { schema: bytes } } },
  ...problems,
})

const common = { tags: ['batches'], params }
const json = {
  ...common,
  operationId: 'getBatchReport',
  summary: 'The whole history of a batch, for an auditor',
  description:
    'Where it came from and went, what was done to it, where it stayed and what it was like there, with what is missing, alarms, limits and laboratory results; `summary` says in words what holds and what does not.',
  querystring: z.strictObject({ timezone }),
  response: { 200: reportShape, ...problems },
}
const csv = {
  ...common,
  operationId: 'getBatchReportCsv',
  summary: 'The history of a batch as CSV, one fact a row',
  querystring: inLanguage,
  response: fileOf('text/csv'),
}
const pdf = {
  ...common,
  operationId: 'getBatchReportPdf',
  summary: 'The history of a batch as PDF, to print',
  querystring: inLanguage,
  response: fileOf('application/pdf'),
}

interface Asked {
  readonly batch: string
  readonly zone: string
  readonly reply: FastifyReply
}

export function registerBatchReport(app: App, options: ApiOptions): void {
  const make = limitReports((asked: Asked) => makeReport(options, asked))
  const handlerTimeout = ANSWER_MS_MAX
  app.get(
    '/api/v1/batches/:id/report',
    { schema: json, handlerTimeout },
    ({ params: { id: batch }, query }, reply) =>
      make({ batch, zone: zoneOf(options, query), reply }),
  )
  app.get(
    '/api/v1/batches/:id/report.csv',
    { schema: csv, handlerTimeout },
    async ({ params: { id: batch }, query, headers }, reply) => {
      const report = await make({ batch, zone: zoneOf(options, query), reply })
      const rows = listReportRows(report, toLanguage(query.lang, headers['accept-language']))
      const lines = Array.from(rows, (row) => formatCsvRow(REPORT_COLUMNS, row))
      reply.header('content-disposition', `attachment; filename="${batch}.csv"`)
      const text = `${BYTE_ORDER_MARK}${formatCsvLine(REPORT_COLUMNS)}${lines.join('')}`
      return reply.type('text/csv; charset=utf-8').send(text)
    },
  )
  app.get(
    '/api/v1/batches/:id/report.pdf',
    { schema: pdf, handlerTimeout },
    async ({ params: { id: batch }, query, headers }, reply) => {
      const report = await make({ batch, zone: zoneOf(options, query), reply })
      const language = toLanguage(query.lang, headers['accept-language'])
      const file = await writeReportPdf(report, language)
      reply.header('content-disposition', `inline; filename="${batch}.pdf"`)
      return reply.type('application/pdf').send(file)
    },
  )
}

async function makeReport(
  { trace, registry, readings }: ApiOptions,
  { batch: name, zone, reply }: Asked,
): Promise<BatchReport> {
  const batch = requireFound(await trace.batch(name), 'batch', name)
  const late = AbortSignal.timeout(REPORT_MS_MAX)
  const signal = AbortSignal.any([untilGone(reply), late])
  const frame = { now: Date.now(), timezone: zone, signal }
  try {
    return await buildReport({ trace, registry, readings }, batch, frame)
  } catch (error) {
    if (!late.aborted || error !== late.reason) throw error
    const seconds = REPORT_MS_MAX / SECOND
    const detail = {
      vi: `Báo cáo của '${name}' chưa xong sau ${seconds} giây. Hỏi một lô trước nó, hoặc hỏi lại lúc máy rảnh hơn.`,
      en: `The report of '${name}' is not done after ${seconds} seconds. Ask for one of the batches that it came from, or when less goes on.`,
    }
    throw new RequestProblem('unavailable', 'REPORT_TOO_LONG', detail)
  }
}

function limitReports<Request, Report>(make: (request: Request) => Promise<Report>) {
  let running = 0
  return async (request: Request): Promise<Report> => {
    if (running >= REPORTS_MAX) {
      const detail = {
        vi: `Đang lập ${REPORTS_MAX} báo cáo; hỏi lại khi một báo cáo xong.`,
        en: `${REPORTS_MAX} reports are being made; ask again when one is done.`,
      }
      throw new RequestProblem('unavailable', 'TOO_MANY_REPORTS', detail)
    }
    running += 1
    try {
      return await make(request)
    } finally {
      running -= 1
    }
  }
}
