import { MINUTE } from '#domain/time.ts'
import { formatQuantity } from '#domain/unit-symbol.ts'

import type { Condition, LimitInForce } from '../condition-shape.ts'
import { longestGapOf, shareOf } from '../coverage.ts'
import { writeStay } from '../findings/finding.ts'
import type { BatchReport, StayReport } from '../shape.ts'
import { drawAlarms, drawExcursions } from './alarm-tables.ts'
import { drawCalibrations } from './calibration-lines.ts'
import { UNKNOWN, type Pen } from './pen.ts'
import type { Column, Sheet } from './sheet.ts'

/** Where it was, what it was like there, what was done about it. */
export async function drawStays(sheet: Sheet, pen: Pen, { stays }: BatchReport): Promise<void> {
  sheet.heading({ vi: 'Nơi đã ở và điều kiện', en: 'Where it stayed, and what it was like there' })
  for (const stay of stays) {
    const until = stay.until === stay.lookedUntil ? '' : ` (${writeOpenEnd(pen, stay)})`
    const span = `${pen.time(stay.lookedFrom)} – ${pen.time(stay.lookedUntil)}${until}`
    sheet.subheading(`${pen.say(writeStay(stay))}, ${span}`)
    drawStanding(sheet, pen, stay)
    drawCalibrations(sheet, pen, stay)
    await drawConditions(sheet, pen, stay)
    await drawLimits(sheet, pen, stay)
    await drawExcursions(sheet, pen, stay)
    await drawAlarms(sheet, pen, stay)
    drawRejections(sheet, pen, stay)
  }
}

function writeOpenEnd(pen: Pen, { until }: StayReport): string {
  if (until === null) return pen.say({ vi: 'vẫn còn ở đó', en: 'it is there still' })
  return `${pen.say({ vi: 'phần còn lại ở đến', en: 'the rest stayed until' })} ${pen.time(until)}`
}

function drawStanding(sheet: Sheet, pen: Pen, { devices, unwatched }: StayReport): void {
  for (const { device, name, model, from, until } of devices) {
    const box = [device, name === device ? null : name, model].filter(Boolean).join(', ')
    sheet.line(`${box}: ${pen.time(from)} – ${pen.time(until)}`, { isFaint: true })
  }
  for (const { from, until } of unwatched) {
    const nothing = pen.say({ vi: 'KHÔNG có thiết bị nào', en: 'NO device stood there' })
    sheet.line(`${nothing}: ${pen.time(from)} – ${pen.time(until)}`)
  }
}

const CONDITION_COLUMNS: readonly Column[] = [
  { title: { vi: 'Kênh', en: 'Channel' }, width: 3.4 },
  { title: { vi: 'Thấp nhất', en: 'Min' }, width: 1.6, align: 'right' },
  { title: { vi: 'Trung bình', en: 'Mean' }, width: 1.6, align: 'right' },
  { title: { vi: 'Cao nhất', en: 'Max' }, width: 1.6, align: 'right' },
  { title: { vi: 'Ngoài giới hạn', en: 'Beyond limits' }, width: 1.6, align: 'right' },
  { title: { vi: 'Nhận / phải có', en: 'Received / expected' }, width: 2.4, align: 'right' },
  { title: { vi: 'Mất lâu nhất', en: 'Longest gap' }, width: 2.8, align: 'right' },
  {
    title: { vi: 'Đến muộn; sai giờ; xấu', en: 'Late; misdated; bad' },
    width: 2.2,
    align: 'right',
  },
  { title: { vi: 'Nhiệt độ động học', en: 'Kinetic temperature' }, width: 2.6, align: 'right' },
]

async function drawConditions(sheet: Sheet, pen: Pen, { conditions }: StayReport): Promise<void> {
  if (conditions.length === 0) return
  const rows = conditions.map((one) => [
    `${pen.say(one.name)}\n${one.device} ${one.channel}`,
    pen.quantity(one.min, one),
    pen.quantity(one.mean, one),
    pen.quantity(one.max, one),
    one.beyondMinutes === 0 ? pen.number(0) : pen.duration(one.beyondMinutes * MINUTE),
    ...writeCoverage(pen, one),
    writeQualities(pen, one),
    writeKinetic(pen, one),
  ])
  await sheet.table({ columns: CONDITION_COLUMNS, rows })
}

function writeCoverage(pen: Pen, { coverage }: Condition): [string, string] {
  if (coverage === null) return [pen.say({ vi: 'không rõ', en: 'not known' }), UNKNOWN]
  const { receivedCount, expectedCount, gaps } = coverage
  const [longest] = gaps
  const counts = `${pen.number(receivedCount)} / ${pen.number(expectedCount)}`
  const gap = longest && `${pen.duration(longestGapOf(coverage))}\n${pen.time(longest.from)}`
  return [`${pen.percent(shareOf(coverage))}\n${counts}`, gap ?? pen.number(0)]
}

function writeQualities(pen: Pen, { qualities }: Condition): string {
  const { readingCount, lateCount, misdatedCount, badCount } = qualities
  const late = readingCount === 0 ? UNKNOWN : pen.percent(lateCount / readingCount)
  return `${late}; ${pen.number(misdatedCount)}; ${pen.number(badCount)}`
}

function writeKinetic(pen: Pen, { kinetic, unit, decimals }: Condition): string {
  if (kinetic === null) return UNKNOWN
  return kinetic.whyNot === null
    ? pen.quantity(kinetic.celsius, { unit, decimals })
    : `${UNKNOWN} ${pen.say(kinetic.whyNot)}`
}

const LIMIT_COLUMNS: readonly Column[] = [
  { title: { vi: 'Giới hạn', en: 'Limit' }, width: 4 },
  { title: { vi: 'Kênh', en: 'Channels' }, width: 3.4 },
  { title: { vi: 'Mức', en: 'Bounds' }, width: 3.2 },
  { title: { vi: 'Hiệu lực', en: 'In force' }, width: 3 },
  { title: { vi: 'Ai duyệt, lúc nào', en: 'Approved by, at' }, width: 3.4 },
]

async function drawLimits(sheet: Sheet, pen: Pen, { limits }: StayReport): Promise<void> {
  if (limits.length === 0) return
  const rows = limits.map((one) => [
    `${pen.say(one.name)} (${pen.say({ vi: 'bản', en: 'version' })} ${one.version})`,
    one.channels.join(', '),
    writeBounds(pen, one),
    `${pen.time(one.from)} –\n${pen.time(one.until)}`,
    writeApproval(pen, one),
  ])
  await sheet.table({ columns: LIMIT_COLUMNS, rows })
}

function writeBounds(pen: Pen, { levels, side, unit }: LimitInForce): string {
  const sign = side === 'high' ? '≥' : '≤'
  return levels
    .map(({ bound }) => `${sign} ${formatQuantity(bound, { unit, decimals: 3 }, pen.language)}`)
    .join('; ')
}

function writeApproval(pen: Pen, { approvedBy, approvedAt, isEarlier }: LimitInForce): string {
  const later = pen.say({ vi: 'duyệt sau khi bắt đầu', en: 'approved after the stay began' })
  return `${approvedBy}\n${pen.time(approvedAt)}${isEarlier ? `\n(${later})` : ''}`
}

function drawRejections(sheet: Sheet, pen: Pen, { rejections }: StayReport): void {
  for (const { device, channel, name, count, firstAt, lastAt } of rejections) {
    const what = pen.say({ vi: 'Bị loại', en: 'Rejected' })
    const span = `${pen.time(firstAt)} – ${pen.time(lastAt)}`
    sheet.line(`${what}: ${device} ${channel} × ${pen.number(count)}, ${span}: ${pen.say(name)}`)
  }
}
