import { ROLE_NAMES } from '../../format-goods.ts'
import type { BatchReport, Deed } from '../shape.ts'
import { UNKNOWN, type Pen } from './pen.ts'
import type { Column, Sheet } from './sheet.ts'

const COLUMNS: readonly Column[] = [
  { title: { vi: 'Xảy ra', en: 'Done' }, width: 2.9 },
  { title: { vi: 'Việc', en: 'What' }, width: 2.8 },
  { title: { vi: 'Ở đâu, từ đâu, đến đâu', en: 'Where, from, to' }, width: 3 },
  { title: { vi: 'Hàng', en: 'Goods' }, width: 4 },
  { title: { vi: 'Ghi lúc, ai ghi', en: 'Recorded at and by' }, width: 2.9 },
  { title: { vi: 'Ghi chú', en: 'Notes' }, width: 3.6 },
]

export async function drawOperations(
  sheet: Sheet,
  pen: Pen,
  { operations }: BatchReport,
): Promise<void> {
  sheet.heading({ vi: 'Những việc đã làm', en: 'What was done' })
  const rows = operations.map((deed) => [
    writeWhen(pen, deed),
    pen.say(deed.name),
    writeWhere(pen, deed),
    writeGoods(pen, deed),
    writeRecording(pen, deed),
    writeNotes(pen, deed),
  ])
  await sheet.table({ columns: COLUMNS, rows })
}

function writeWhen(pen: Pen, { at, until }: Deed): string {
  return until === null ? pen.time(at) : `${pen.time(at)} –\n${pen.time(until)}`
}

function writeWhere(pen: Pen, { place, placeName, from, to }: Deed): string {
  const where = placeName === null ? place : pen.say(placeName)
  const parts = [
    where,
    from && `${pen.say({ vi: 'từ', en: 'from' })} ${pen.say(from)}`,
    to && `${pen.say({ vi: 'đến', en: 'to' })} ${pen.say(to)}`,
  ]
  return parts.filter(Boolean).join('\n') || UNKNOWN
}

function writeGoods(pen: Pen, { items }: Deed): string {
  const lines = items.map(({ role, item, amount }) => {
    const much = amount === null ? '' : ` ${pen.amount(amount)}`
    return `${pen.say(ROLE_NAMES[role])} ${item}${much}`
  })
  return lines.join('\n') || UNKNOWN
}

function writeRecording(pen: Pen, { recordedAt, recordedBy, person, isLate }: Deed): string {
  const did = person === null ? '' : `\n${pen.say({ vi: 'làm', en: 'done by' })}: ${person}`
  const late = isLate ? `\n${pen.say({ vi: 'GHI MUỘN', en: 'RECORDED LATE' })}` : ''
  return `${pen.time(recordedAt)}\n${recordedBy}${did}${late}`
}

function writeNotes(pen: Pen, deed: Deed): string {
  const { note, overrides, correction, corrects, details, attachments } = deed
  const lines = [
    correction && writeCorrection(pen, correction),
    corrects && `${pen.say({ vi: 'sửa', en: 'corrects' })} ${corrects.slice(0, 8)}`,
    ...overrides.map(
      ({ check, reason }) => `${pen.say({ vi: 'bỏ qua', en: 'overrode' })} ${check}: ${reason}`,
    ),
    note,
    deed.kind === 'lab-result' ? '' : writeDetails(details),
    attachments.length > 0 &&
      `${pen.say({ vi: 'tệp', en: 'files' })}: ${attachments.map((hash) => hash.slice(0, 12)).join(', ')}`,
    `id ${deed.id.slice(0, 8)}`,
  ]
  return lines.filter(Boolean).join('\n')
}

function writeCorrection(pen: Pen, { id, by, at, isWithdrawn }: NonNullable<Deed['correction']>) {
  const what = isWithdrawn
    ? { vi: 'KHÔNG TÍNH: đã rút lại', en: 'COUNTS NO MORE: withdrawn' }
    : { vi: 'KHÔNG TÍNH: đã sửa', en: 'COUNTS NO MORE: corrected' }
  return `${pen.say(what)} (${id.slice(0, 8)}, ${by}, ${pen.time(at)})`
}

/** As they were recorded, by the names that the API gives them. */
function writeDetails(details: Deed['details']): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ')
}
