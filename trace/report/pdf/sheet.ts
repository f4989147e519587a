import { setImmediate } from 'node:timers/promises'

import type { Text } from '#domain/text.ts'

import { createDocument, MILLIMETRE, type LabelDocument } from '../../label/document.ts'

/** A4 with its margins, points. */
const MARGIN = 15 * MILLIMETRE
const FOOT = 12 * MILLIMETRE
const SIZES = { title: 17, heading: 12, subheading: 9.5, text: 8.5, cell: 7.2 } as const
const COLOURS = { text: '#1a1a1a', faint: '#666666', line: '#bbbbbb', head: '#eeeeee' } as const
/** The head of a table is never higher. */
const HEAD_MAX = 40
/** Shorter texts are left whole. */
const HALVED_MIN = 60
const CELL_PADDING = 2.5
const BLOCK_GAP = 4

export interface Column {
  readonly title: Text
  /** Parts of the width of the table. */
  readonly width: number
  readonly align?: 'right'
}

export interface Table {
  readonly columns: readonly Column[]
  /** One text for each column; what is not known is `–`. */
  readonly rows: readonly (readonly string[])[]
}

/** A report on its way to paper: text and tables one below the other, on as many pages as they need. */
export class Sheet {
  readonly document: LabelDocument
  readonly language: keyof Text

  constructor(title: Text, language: keyof Text) {
    this.language = language
    this.document = createDocument(title, { language, bufferPages: true })
    this.#addPage()
  }

  say(text: Text): string {
    return text[this.language]
  }

  title(text: string): void {
    this.#write(text, { size: SIZES.title, weight: 'bold' })
  }

  /** Stays together with what follows. */
  heading(text: Text): void {
    this.document.y += 2 * BLOCK_GAP
    this.#need(25 * MILLIMETRE)
    this.#write(this.say(text), { size: SIZES.heading, weight: 'bold' })
  }

  subheading(text: string): void {
    this.document.y += BLOCK_GAP
    this.#need(20 * MILLIMETRE)
    this.#write(text, { size: SIZES.subheading, weight: 'bold' })
  }

  line(text: string, { isFaint = false } = {}): void {
    this.#write(text, { size: SIZES.text, colour: isFaint ? COLOURS.faint : COLOURS.text })
  }

  /** A line with a coloured bar before it. */
  marked(text: string, colour: string): void {
    const { document } = this
    const width = this.width - 3 * MILLIMETRE
    document.font('regular', SIZES.text)
    const height = document.heightOfString(text, { width })
    this.#need(height + BLOCK_GAP)
    const { y } = document
    document.rect(MARGIN, y + 1, 1.2 * MILLIMETRE, height - 2).fill(colour)
    document.fillColor(COLOURS.text).text(text, MARGIN + 3 * MILLIMETRE, y, { width })
    document.y = y + height + BLOCK_GAP / 2
  }

  /** The head of the table comes again on each page; a row that fills one goes on in the next row. */
  async table({ columns, rows }: Table): Promise<void> {
    const cells = this.#place(columns)
    this.#head(cells)
    for (const row of rows.flatMap((one) => this.#split(cells, one))) {
      const height = this.#heightOf(cells, row, 'regular')
      if (this.document.y + height > this.#bottom) {
        this.#addPage()
        this.#head(cells)
      }
      this.#row(cells, row, { weight: 'regular', height })
      // Other requests get their turn.
      await setImmediate()
    }
    this.document.y += BLOCK_GAP
  }

  /** What stands at the foot of each page, with its number. */
  foot(text: string): void {
    const { document } = this
    const { count } = document.bufferedPageRange()
    for (let page = 0; page < count; page += 1) {
      document.switchToPage(page)
      const y = document.page.height - FOOT
      const options = { width: this.width, lineBreak: false }
      document.font('regular', SIZES.cell).fillColor(COLOURS.faint)
      document.text(text, MARGIN, y, options)
      const number = `${page + 1} / ${count}`
      document.text(number, MARGIN + this.width - document.widthOfString(number), y, options)
    }
  }

  get width(): number {
    return this.document.page.width - 2 * MARGIN
  }

  get #bottom(): number {
    return this.document.page.height - MARGIN - FOOT / 2
  }

  #addPage(): void {
    this.document.addPage({ size: 'A4', margin: 0 })
    this.document.y = MARGIN
  }

  #need(height: number): void {
    if (this.document.y + height > this.#bottom) this.#addPage()
  }

  #write(text: string, style: Style): void {
    const { document } = this
    const { size, weight = 'regular', colour = COLOURS.text } = style
    document.font(weight, size)
    const height = document.heightOfString(text, { width: this.width })
    this.#need(height)
    const { y } = document
    document.fillColor(colour).text(text, MARGIN, y, { width: this.width })
    document.y = y + height + BLOCK_GAP / 2
  }

  #place(columns: readonly Column[]): Placed[] {
    const all = columns.reduce((sum, { width }) => sum + width, 0)
    let x = MARGIN
    return columns.map((column) => {
      const width = (column.width / all) * this.width
      const placed = { ...column, x, width }
      x += width
      return placed
    })
  }

  /** In so many rows that each fits on a page. */
  #split(cells: readonly Placed[], row: readonly string[]): (readonly string[])[] {
    const room = this.#bottom - MARGIN - HEAD_MAX
    if (this.#heightOf(cells, row, 'regular') <= room) return [row]
    const halves = row.map(halve)
    const [first, second] = [halves.map(([one]) => one), halves.map(([, other]) => other)]
    return [...this.#split(cells, first), ...this.#split(cells, second)]
  }

  #head(cells: readonly Placed[]): void {
    const titles = cells.map(({ title }) => this.say(title))
    const height = this.#heightOf(cells, titles, 'bold')
    this.#need(3 * height)
    this.document.rect(MARGIN, this.document.y, this.width, height).fill(COLOURS.head)
    this.#row(cells, titles, { weight: 'bold', height })
  }

  #heightOf(cells: readonly Placed[], row: readonly string[], weight: Weight): number {
    this.document.font(weight, SIZES.cell)
    const heights = cells.map(({ width }, index) =>
      this.document.heightOfString(row[index] ?? '', { width: width - 2 * CELL_PADDING }),
    )
    return Math.max(...heights) + 2 * CELL_PADDING
  }

  #row(
    cells: readonly Placed[],
    row: readonly string[],
    { weight, height }: { readonly weight: Weight; readonly height: number },
  ): void {
    const { document } = this
    const { y } = document
    document.font(weight, SIZES.cell).fillColor(COLOURS.text)
    for (const [index, { x, width, align = 'left' }] of cells.entries()) {
      const options = { width: width - 2 * CELL_PADDING, align } as const
      document.text(row[index] ?? '', x + CELL_PADDING, y + CELL_PADDING, options)
    }
    const bottom = y + height
    document.moveTo(MARGIN, bottom).lineTo(MARGIN + this.width, bottom)
    document.lineWidth(0.4).stroke(COLOURS.line)
    document.y = bottom
  }
}

type Weight = 'regular' | 'bold'

interface Style {
  readonly size: number
  readonly weight?: Weight
  readonly colour?: string
}

interface Placed extends Column {
  readonly x: number
}

/** Between words where there are some near the middle. */
function halve(text: string): [string, string] {
  if (text.length < HALVED_MIN) return [text, '']
  const middle = Math.floor(text.length / 2)
  const line = text.lastIndexOf('\n', middle)
  const cut = line > 0 ? line : text.lastIndexOf(' ', middle)
  const at = cut > 0 ? cut : middle
  return [text.slice(0, at), text.slice(at).trimStart()]
}
