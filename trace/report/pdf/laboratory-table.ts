import { formatQuantity } from '#domain/unit-symbol.ts'

import type { BatchReport, LabResult } from '../shape.ts'
import { UNKNOWN, type Pen } from './pen.ts'
import type { Column, Sheet } from './sheet.ts'

const COLUMNS: readonly Column[] = [
  { title: { vi: 'Ngày', en: 'Date' }, width: 1.7 },
  { title: { vi: 'Lô, mẫu', en: 'Batch, sample' }, width: 2.4 },
  { title: { vi: 'Phòng kiểm nghiệm, số phiếu', en: 'Laboratory, report number' }, width: 3 },
  { title: { vi: 'Kết quả (phương pháp)', en: 'Results (method)' }, width: 4.6 },
  { title: { vi: 'Kết luận', en: 'Verdict' }, width: 1.7 },
  { title: { vi: 'Tệp (SHA-256)', en: 'File (SHA-256)' }, width: 4 },
]

export async function drawLaboratory(
  sheet: Sheet,
  pen: Pen,
  { laboratory }: BatchReport,
): Promise<void> {
  sheet.heading({ vi: 'Kiểm nghiệm', en: 'Laboratory results' })
  if (laboratory.length === 0) {
    return sheet.line(sheet.say({ vi: 'Không có kết quả nào.', en: 'There are none.' }))
  }
  const rows = laboratory.map((result) => [
    pen.day(result.at),
    `${result.item}\n${result.sample}`,
    [result.laboratory, result.accreditation, result.reportNumber].filter(Boolean).join('\n'),
    result.results.map((one) => writeResult(pen, one)).join('\n'),
    pen.say(VERDICTS[String(result.isConformant)] ?? null),
    result.attachments.map(({ name, hash }) => `${name ?? ''}\n${hash}`.trim()).join('\n') ||
      UNKNOWN,
  ])
  await sheet.table({ columns: COLUMNS, rows })
}

const VERDICTS: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  true: { vi: 'đạt', en: 'conformant' },
  false: { vi: 'KHÔNG đạt', en: 'NOT conformant' },
  null: { vi: 'không ghi', en: 'not said' },
}

function writeResult(
  pen: Pen,
  { name, value, unit, isBelowDetection, method }: LabResult['results'][number],
): string {
  const number = formatQuantity(value, { unit, decimals: 3 }, pen.language)
  const how = method === null ? '' : ` (${method})`
  return `${pen.say(name)}: ${isBelowDetection ? '< ' : ''}${number}${how}`
}
