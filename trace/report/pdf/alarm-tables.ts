import { formatQuantity } from '#domain/unit-symbol.ts'

import type { AlarmAnswer, ReportedExcursion, StayReport } from '../shape.ts'
import { UNKNOWN, type Pen } from './pen.ts'
import type { Column, Sheet } from './sheet.ts'

const EXCURSION_COLUMNS: readonly Column[] = [
  { title: { vi: 'Vượt giới hạn', en: 'Outside the limit' }, width: 4 },
  { title: { vi: 'Kênh', en: 'Channel' }, width: 3.4 },
  { title: { vi: 'Từ – đến', en: 'From – until' }, width: 3.4 },
  { title: { vi: 'Xa nhất', en: 'Worst' }, width: 2, align: 'right' },
  { title: { vi: 'Ưu tiên', en: 'Priority' }, width: 2 },
  { title: { vi: 'Báo động', en: 'Alarm' }, width: 2 },
]

export async function drawExcursions(sheet: Sheet, pen: Pen, stay: StayReport): Promise<void> {
  if (stay.excursions.length === 0) return
  const rows = stay.excursions.map((one) => [
    writeLimit(pen, stay, one),
    `${one.device} ${one.channel}`,
    `${pen.time(one.from)} –\n${one.until === null ? pen.say(GOES_ON) : pen.time(one.until)}`,
    writeWorst(pen, stay, one),
    pen.say(PRIORITY_NAMES[one.priority]),
    one.alarm === null
      ? pen.say({ vi: 'không ai được báo', en: 'nobody was told' })
      : `${one.alarm}`,
  ])
  await sheet.table({ columns: EXCURSION_COLUMNS, rows })
}

function writeWorst(pen: Pen, { limits }: StayReport, { limit, worst }: ReportedExcursion): string {
  if (worst === null) return UNKNOWN
  const unit = limits.find((one) => one.limit === limit)?.unit ?? ''
  return formatQuantity(worst, { unit, decimals: 2 }, pen.language)
}

const GOES_ON = { vi: 'chưa hết', en: 'not over' }
const PRIORITY_NAMES = {
  low: { vi: 'thấp', en: 'low' },
  medium: { vi: 'vừa', en: 'medium' },
  high: { vi: 'cao', en: 'high' },
  urgent: { vi: 'khẩn', en: 'urgent' },
} as const

function writeLimit(
  pen: Pen,
  { limits }: StayReport,
  { limit, version }: Pick<ReportedExcursion | AlarmAnswer, 'limit' | 'version'>,
): string {
  const name = limits.find((one) => one.limit === limit)?.name
  return `${name === undefined ? limit : pen.say(name)} (${version})`
}

const ALARM_COLUMNS: readonly Column[] = [
  { title: { vi: 'Báo động', en: 'Alarm' }, width: 4 },
  { title: { vi: 'Kênh', en: 'Channel' }, width: 3.4 },
  { title: { vi: 'Lúc', en: 'At' }, width: 2.6 },
  { title: { vi: 'Điều xảy ra', en: 'What happened' }, width: 3 },
  { title: { vi: 'Ai, vì sao', en: 'Who, why' }, width: 4 },
]

export async function drawAlarms(sheet: Sheet, pen: Pen, stay: StayReport): Promise<void> {
  if (stay.alarms.length === 0) return
  const rows = stay.alarms.map((one) => [
    `${one.alarm}: ${writeLimit(pen, stay, one)}`,
    `${one.device} ${one.channel}`,
    pen.time(one.at),
    pen.say(one.name),
    [one.by, one.reason].filter(Boolean).join(': ') || UNKNOWN,
  ])
  await sheet.table({ columns: ALARM_COLUMNS, rows })
}
