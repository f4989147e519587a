import type { BatchReport } from '../shape.ts'
import { UNKNOWN, type Pen } from './pen.ts'
import type { Sheet } from './sheet.ts'

const MISSING = '#b3261e'
const HOLDS = '#1e7d32'

export function drawFacts(sheet: Sheet, pen: Pen, { batch }: BatchReport): void {
  const { product, lot, gtin, producer, madeAt, expiresAt, name, uri } = batch
  const facts = [
    [{ vi: 'Sản phẩm', en: 'Product' }, pen.say(product)],
    [{ vi: 'Tên lô', en: 'Name' }, name ?? UNKNOWN],
    [{ vi: 'Lô', en: 'Lot' }, lot ?? UNKNOWN],
    [{ vi: 'GTIN', en: 'GTIN' }, gtin ?? UNKNOWN],
    [{ vi: 'Nhà sản xuất', en: 'Producer' }, pen.say(producer)],
    [{ vi: 'Làm ra', en: 'Made' }, pen.time(madeAt)],
    [{ vi: 'Hạn dùng', en: 'Expires' }, pen.day(expiresAt)],
    [{ vi: 'URI', en: 'URI' }, uri],
  ] as const
  for (const [label, value] of facts) {
    if (value !== UNKNOWN) sheet.line(`${sheet.say(label)}: ${value}`)
  }
}

/** What is missing comes first: an auditor reads no further than needed. */
export function drawSummary(sheet: Sheet, { summary }: BatchReport): void {
  const parts = [
    [false, { vi: 'Thiếu hoặc chưa đạt', en: 'Missing or not in order' }, MISSING],
    [true, { vi: 'Đã có', en: 'Holds' }, HOLDS],
  ] as const
  for (const [isHeld, heading, colour] of parts) {
    const findings = summary.filter(({ holds }) => holds === isHeld)
    if (findings.length > 0) sheet.heading(heading)
    for (const { text } of findings) sheet.marked(sheet.say(text), colour)
  }
}
