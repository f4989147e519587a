import { quote, type Parsed } from '#domain/gs1/parsed.ts'

import { MILLIMETRE, type LabelDocument } from './document.ts'
import { toFacts, toReadableElements, type ProductLabel } from './label.ts'
import type { LabelSize } from './size.ts'
import { drawQr, QR_QUIET_MODULES, type Symbol } from './symbol.ts'
import { breakText, drawLines, fitBlocks, heightOf, type Block, type Line } from './text-block.ts'

/** Where everything goes; the same for each copy. Millimetres from the label's corner. */
export interface Design {
  readonly size: LabelSize
  readonly text: readonly Line[]
  readonly readable: readonly Line[]
  readonly qr: PlacedQr
}

interface PlacedQr {
  readonly symbol: Symbol
  /** Of one module. */
  readonly module: number
  readonly x: number
  readonly y: number
}

/** GS1 General Specifications §5.12.3 begins at 0.396 mm. */
const MODULE_MIN = 0.4
/** Whole dots of a printer with 203 dots an inch, so that it makes all modules the same. */
const MODULES = [0.75, 0.625, 0.5]
/** Of the letters of the readable line, millimetres. */
const READABLE_SIZE = 2
/** No text is larger, millimetres. */
const TEXT_SIZE_MAX = 4
/** The code takes no more of the width. */
const QR_SHARE = 0.5

/** Text to the left, the code to the right, below both what the code says in digits. */
export function designProductLabel(
  document: LabelDocument,
  label: ProductLabel,
  size: LabelSize,
): Parsed<Design> {
  const width = size.width - 2 * size.padding.x
  const readable = breakReadable(document, label, width)
  const height = size.height - 2 * size.padding.y - heightOf(readable)
  const qr = placeQr(label.link, { width: width * QR_SHARE, height }, size)
  if (qr === undefined) return refuseLink(label.link, size)
  const column = { width: qr.x - qr.module * QR_QUIET_MODULES - size.padding.x, height }
  const text = fitBlocks(document, toBlocks(label), { ...column, sizeMax: TEXT_SIZE_MAX })
  if (text === undefined) return refuseText(label, size)
  return { value: { size, text, readable, qr } }
}

export function drawProductLabel(
  document: LabelDocument,
  { size, text, readable, qr }: Design,
  { x, y }: { readonly x: number; readonly y: number },
): void {
  const left = x + size.padding.x
  drawLines(document, text, { x: left, y: y + size.padding.y })
  const bottom = y + size.height - size.padding.y - heightOf(readable)
  drawLines(document, readable, { x: left, y: bottom })
  drawSymbol(document, qr.symbol, { ...qr, x: x + qr.x, y: y + qr.y })
}

/** `module` millimetres wide; where the symbol itself begins, its quiet zone lies around it. */
export function drawSymbol(
  document: LabelDocument,
  symbol: Symbol,
  { module, x, y }: { readonly module: number; readonly x: number; readonly y: number },
): void {
  document
    .save()
    .translate(x * MILLIMETRE, y * MILLIMETRE)
    .scale(module * MILLIMETRE)
    .path(symbol.path)
    .fill('black', 'even-odd')
    .restore()
}

/** The largest module that printers print evenly, else the largest that fits; undefined: none is large enough to be read. */
export function fitModule(modules: number, room: number): number | undefined {
  const even = MODULES.find((module) => module * modules <= room)
  if (even !== undefined) return even
  return room / modules >= MODULE_MIN ? room / modules : undefined
}

function placeQr(
  link: string,
  room: { readonly width: number; readonly height: number },
  { width, padding }: LabelSize,
): PlacedQr | undefined {
  const symbol = drawQr(link)
  const modules = symbol.width + 2 * QR_QUIET_MODULES
  const module = fitModule(modules, Math.min(room.width, room.height))
  if (module === undefined) return undefined
  const quiet = module * QR_QUIET_MODULES
  return {
    symbol,
    module,
    x: width - padding.x - quiet - symbol.width * module,
    y: padding.y + quiet,
  }
}

function toBlocks(label: ProductLabel): Block[] {
  const { product, producer } = label
  const english: Block[] =
    product.en === product.vi
      ? []
      : [{ text: product.en, weight: 'regular', scale: 0.85, linesMax: 1 }]
  const maker: Block[] =
    producer === null ? [] : [{ text: producer.vi, weight: 'regular', scale: 0.85, linesMax: 2 }]
  return [
    { text: product.vi, weight: 'bold', scale: 1.25, linesMax: 3 },
    ...english,
    ...maker,
    ...toFacts(label).map((text): Block => ({ text, weight: 'regular', scale: 1, linesMax: 2 })),
  ]
}

/** Breaks between elements: spaces, which no element has, show where. */
function breakReadable(document: LabelDocument, label: ProductLabel, width: number): Line[] {
  const size = READABLE_SIZE * MILLIMETRE
  document.font('regular', size)
  const text = toReadableElements(label.link).join(' ')
  const fits = (part: string) => document.widthOfString(part) <= width * MILLIMETRE
  return breakText(text, fits).map((line) => ({ text: line, weight: 'regular', size }))
}

function refuseLink(link: string, { name }: LabelSize): Parsed<Design> {
  const is = quote(link)
  return {
    flaw: {
      vi: `Mã QR của ${is} (${link.length} ký tự) không vừa nhãn “${name.vi}” với ô ${MODULE_MIN} mm. Chọn nhãn lớn hơn hoặc tên miền ngắn hơn.`,
      en: `The QR code of ${is} (${link.length} characters) does not fit on the label “${name.en}” with modules of ${MODULE_MIN} mm. Choose a larger label or a shorter address.`,
    },
  }
}

function refuseText({ product }: ProductLabel, { name }: LabelSize): Parsed<Design> {
  const is = quote(product.vi)
  return {
    flaw: {
      vi: `Chữ của ${is} không vừa nhãn “${name.vi}” với chữ cao 1,2 mm. Chọn nhãn lớn hơn.`,
      en: `The text of ${is} does not fit on the label “${name.en}” with letters 1.2 mm high. Choose a larger label.`,
    },
  }
}
