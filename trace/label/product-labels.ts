import { setImmediate } from 'node:timers/promises'

import { isFlawed, type Parsed } from '#domain/gs1/parsed.ts'

import { createDocument, finish, MILLIMETRE, type LabelDocument } from './document.ts'
import type { ProductLabel } from './label.ts'
import { designProductLabel, drawProductLabel, type Design } from './product-label.ts'
import type { LabelSize, Sheet } from './size.ts'

/** Labels of one document; whoever needs more has the printer repeat it. */
export const LABEL_COUNT_MAX = 480

/** The same label so many times (1 to `LABEL_COUNT_MAX`), as PDF: one a page for rolls, side by side on sheets. */
export async function writeProductLabels(
  label: ProductLabel,
  { size, count }: { readonly size: LabelSize; readonly count: number },
): Promise<Parsed<Buffer>> {
  const document = createDocument(label.product)
  const design = designProductLabel(document, label, size)
  if (isFlawed(design)) return design
  const sheet = size.sheet ?? { width: size.width, height: size.height, columns: 1, rows: 1 }
  const each = sheet.columns * sheet.rows
  for (let done = 0; done < count; done += each) {
    drawPage(document, design.value, { sheet, count: Math.min(each, count - done) })
    // Other requests get their turn.
    await setImmediate()
  }
  return { value: await finish(document) }
}

interface Page {
  readonly sheet: Sheet
  readonly count: number
}

function drawPage(document: LabelDocument, design: Design, { sheet, count }: Page): void {
  const { width, height } = design.size
  document.addPage({ size: [sheet.width * MILLIMETRE, sheet.height * MILLIMETRE], margin: 0 })
  // What the labels leave of the paper is the same on both sides.
  const left = (sheet.width - sheet.columns * width) / 2
  const top = (sheet.height - sheet.rows * height) / 2
  for (let index = 0; index < count; index += 1) {
    const [column, row] = [index % sheet.columns, Math.floor(index / sheet.columns)]
    drawProductLabel(document, design, { x: left + column * width, y: top + row * height })
  }
}
