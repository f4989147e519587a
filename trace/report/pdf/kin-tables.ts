import type { Text } from '#domain/text.ts'

import type { BatchReport, Relative } from '../shape.ts'
import { UNKNOWN, type Pen } from './pen.ts'
import type { Column, Sheet } from './sheet.ts'

export async function drawKin(sheet: Sheet, pen: Pen, { up, down }: BatchReport): Promise<void> {
  const came = { vi: 'Từ đâu đến', en: 'What it came from' }
  const inIt = { vi: 'Có trong lô này', en: 'In this batch' }
  await drawRelatives(sheet, pen, { heading: came, amount: inIt, relatives: up })
  const went = { vi: 'Đã đi đâu', en: 'What became of it' }
  const ofIt = { vi: 'Phần của lô này', en: 'Of this batch' }
  await drawRelatives(sheet, pen, { heading: went, amount: ofIt, relatives: down })
}

interface Kin {
  readonly heading: Text
  readonly amount: Text
  readonly relatives: readonly Relative[]
}

async function drawRelatives(sheet: Sheet, pen: Pen, kin: Kin): Promise<void> {
  sheet.heading(kin.heading)
  if (kin.relatives.length === 0) {
    return sheet.line(sheet.say({ vi: 'Không có gì được ghi.', en: 'Nothing is recorded.' }))
  }
  const columns: Column[] = [
    { title: { vi: 'Bước', en: 'Steps' }, width: 1, align: 'right' },
    { title: { vi: 'Lô hoặc kiện', en: 'Batch or unit' }, width: 4 },
    { title: { vi: 'Sản phẩm', en: 'Product' }, width: 4 },
    { title: { vi: 'Số lô', en: 'Lot' }, width: 2 },
    { title: { vi: 'Làm ra', en: 'Made' }, width: 2.4 },
    { title: kin.amount, width: 2.4, align: 'right' },
  ]
  const rows = kin.relatives.map(({ depth, item, uri, product, lot, madeAt, carried }) => [
    pen.number(depth),
    item ?? uri,
    pen.say(product),
    lot ?? UNKNOWN,
    pen.time(madeAt),
    pen.amount(carried),
  ])
  await sheet.table({ columns, rows })
}
