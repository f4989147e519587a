import { quote, type Parsed } from '#domain/gs1/parsed.ts'
import type { Text } from '#domain/text.ts'

import { createDocument, finish, MILLIMETRE, type LabelDocument, type Weight } from './document.ts'
import { bothOf, type Address, type ShippingLabel } from './label.ts'
import { drawSymbol, fitModule } from './product-label.ts'
import { SHIPPING_SIZE } from './size.ts'
import { drawQr, drawSscc, QR_QUIET_MODULES } from './symbol.ts'
import { drawLines, fitBlocks, heightOf, type Block, type Line } from './text-block.ts'

/** GS1 General Specifications §5.12, symbol specification table 5: 0.495 to 0.94 mm; four dots of a printer with 203 an inch. */
const BAR_MODULE = 0.5
/** The same table: 31.75 mm at least. */
const BAR_HEIGHT = 32
/** Room of the three parts from above: addresses, contents, code. GS1 Logistic Label Guideline §4. */
const ADDRESS_HEIGHT = 42
const CONTENTS_HEIGHT = 46
const QR_SIDE = 34
const GAP = 2

const { width: WIDTH, height: HEIGHT, padding: PADDING } = SHIPPING_SIZE
const INNER_WIDTH = WIDTH - 2 * PADDING

/** One label a page, 100 × 150 mm. The keys must be good: an SSCC with a wrong check digit is refused by the bar code. */
export async function writeShippingLabels(
  labels: readonly ShippingLabel[],
): Promise<Parsed<Buffer>> {
  const document = createDocument({ vi: 'Nhãn vận chuyển', en: 'Shipping label' })
  for (const label of labels) {
    document.addPage({ size: [WIDTH * MILLIMETRE, HEIGHT * MILLIMETRE], margin: 0 })
    if (!drawAddresses(document, label)) return refuse(label)
    if (!drawContents(document, label)) return refuse(label)
    drawCode(document, label.sscc)
  }
  return { value: await finish(document) }
}

function drawAddresses(document: LabelDocument, { from, to }: ShippingLabel): boolean {
  const parts = [
    ...toBlocks({ vi: 'Người gửi', en: 'From' }, from),
    ...(to === null ? [] : [SPACE, ...toBlocks({ vi: 'Người nhận', en: 'To' }, to)]),
  ]
  const room = { width: INNER_WIDTH, height: ADDRESS_HEIGHT - GAP, sizeMax: 4.5 }
  const lines = fitBlocks(document, parts, room)
  if (lines !== undefined) drawLines(document, lines, { x: PADDING, y: PADDING })
  drawRule(document, PADDING + ADDRESS_HEIGHT)
  return lines !== undefined
}

const SPACE: Block = { text: '', weight: 'regular', scale: 0.5, linesMax: 1 }

function toBlocks(title: Text, { name, address }: Address): Block[] {
  const where: Block[] =
    address === null ? [] : [{ text: address, weight: 'regular', scale: 0.85, linesMax: 2 }]
  return [
    { text: bothOf(title), weight: 'regular', scale: 0.7, linesMax: 1 },
    ...toLines(name, 'bold'),
    ...where,
  ]
}

/** Vietnamese first, English smaller below it; once when they say the same. */
function toLines({ vi, en }: Text, weight: Weight): Block[] {
  const first: Block = { text: vi, weight, scale: 1, linesMax: 2 }
  return vi === en ? [first] : [first, { text: en, weight: 'regular', scale: 0.75, linesMax: 2 }]
}

/** To the left what is in it, to the right the code that phones read. */
function drawContents(document: LabelDocument, { contents, link }: ShippingLabel): boolean {
  const top = PADDING + ADDRESS_HEIGHT + GAP
  const symbol = drawQr(link)
  const module = fitModule(symbol.width + 2 * QR_QUIET_MODULES, QR_SIDE)
  const blocks = contents.flatMap((text) => toLines(text, 'regular'))
  const width = INNER_WIDTH - QR_SIDE - GAP
  const room = { width, height: CONTENTS_HEIGHT - 2 * GAP, sizeMax: 4 }
  const lines = fitBlocks(document, blocks, room)
  if (module === undefined || lines === undefined) return false
  drawLines(document, lines, { x: PADDING, y: top })
  const x = WIDTH - PADDING - (symbol.width + QR_QUIET_MODULES) * module
  drawSymbol(document, symbol, { module, x, y: top + QR_QUIET_MODULES * module })
  drawRule(document, PADDING + ADDRESS_HEIGHT + CONTENTS_HEIGHT)
  return true
}

/** At the foot, its bars upright. */
function drawCode(document: LabelDocument, sscc: string): void {
  const symbol = drawSscc(sscc)
  const readable = toCentredLine(document, `(00) ${sscc}`)
  const bottom = HEIGHT - PADDING - heightOf([readable.line])
  drawLines(document, [readable.line], { x: readable.x, y: bottom })
  document
    .save()
    .translate(
      ((WIDTH - symbol.width * BAR_MODULE) / 2) * MILLIMETRE,
      (bottom - 1 - BAR_HEIGHT) * MILLIMETRE,
    )
    .scale(BAR_MODULE * MILLIMETRE, (BAR_HEIGHT / symbol.height) * MILLIMETRE)
    .path(symbol.path)
    .fill('black', 'even-odd')
    .restore()
}

function toCentredLine(document: LabelDocument, text: string) {
  const line: Line = { text, weight: 'regular', size: 5 * MILLIMETRE }
  const width = document.font(line.weight, line.size).widthOfString(text) / MILLIMETRE
  return { line, x: (WIDTH - width) / 2 }
}

function drawRule(document: LabelDocument, y: number): void {
  document
    .moveTo(PADDING * MILLIMETRE, y * MILLIMETRE)
    .lineTo((WIDTH - PADDING) * MILLIMETRE, y * MILLIMETRE)
    .lineWidth(0.3 * MILLIMETRE)
    .stroke()
}

function refuse({ sscc, link }: ShippingLabel): Parsed<Buffer> {
  const is = quote(link)
  return {
    flaw: {
      vi: `Nhãn của kiện ${sscc} không đủ chỗ cho địa chỉ, hàng hóa và mã QR ${is}. Rút ngắn tên hoặc địa chỉ.`,
      en: `The label of unit ${sscc} has no room for its addresses, contents and the QR code ${is}. Shorten names or addresses.`,
    },
  }
}
