import type { Text } from '#domain/text.ts'

import { finish } from '../../label/document.ts'
import type { BatchReport } from '../shape.ts'
import { drawFacts, drawSummary } from './facts.ts'
import { drawKin } from './kin-tables.ts'
import { drawLaboratory } from './laboratory-table.ts'
import { drawOperations } from './operations-table.ts'
import { createPen } from './pen.ts'
import { Sheet } from './sheet.ts'
import { drawStays } from './stay-tables.ts'

/** The report on A4 paper, in one language. */
export async function writeReportPdf(report: BatchReport, language: keyof Text): Promise<Buffer> {
  const { batch, createdAt } = report
  const title = { vi: `Báo cáo truy xuất lô ${batch.id}`, en: `Trace report of batch ${batch.id}` }
  const sheet = new Sheet(title, language)
  const pen = createPen(language)
  sheet.title(sheet.say(title))
  drawFacts(sheet, pen, report)
  drawSummary(sheet, report)
  await drawKin(sheet, pen, report)
  await drawOperations(sheet, pen, report)
  await drawStays(sheet, pen, report)
  await drawLaboratory(sheet, pen, report)
  const made = { vi: 'lập lúc', en: 'made at' }
  sheet.foot(`${sheet.say(title)} · ${sheet.say(made)} ${pen.time(createdAt)} (${report.timezone})`)
  return await finish(sheet.document)
}
