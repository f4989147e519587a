import { MILLIMETRE, type LabelDocument, type Weight } from './document.ts'

/** Text that shares a column with others. */
export interface Block {
  readonly text: string
  readonly weight: Weight
  /** Times the size of the column's text. */
  readonly scale: number
  /** What does not fit into so many lines ends in `…`, when the text cannot be made smaller. */
  readonly linesMax: number
}

export interface Line {
  readonly text: string
  readonly weight: Weight
  /** Points. */
  readonly size: number
}

/** Decree 43/2017/NĐ-CP Art 6: letters of 1.2 mm at least; those of this font are 0.7 of its size. */
const SIZE_MIN = 1.2 / 0.7
const SIZE_STEP = 0.05
const LINE_HEIGHT = 1.25

/** Millimetres. */
export interface Room {
  readonly width: number
  readonly height: number
}

/** The column in the largest text that fits, `sizeMax` millimetres at most; undefined: even the smallest does not. */
export function fitBlocks(
  document: LabelDocument,
  blocks: readonly Block[],
  { width, height, sizeMax }: Room & { readonly sizeMax: number },
): Line[] | undefined {
  for (let size = sizeMax; size >= SIZE_MIN; size -= SIZE_STEP) {
    const lines = breakBlocks(document, blocks, { width, size })
    const isWhole = lines.every(({ isCut }) => !isCut)
    if (isWhole && heightOf(lines) <= height) return lines
  }
  const smallest = breakBlocks(document, blocks, { width, size: SIZE_MIN })
  return heightOf(smallest) <= height ? smallest : undefined
}

/** Of lines one below the other, millimetres. */
export function heightOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { size }) => sum + size * LINE_HEIGHT, 0) / MILLIMETRE
}

/** Millimetres; the first line hangs from `y`. */
export function drawLines(
  document: LabelDocument,
  lines: readonly Line[],
  at: { readonly x: number; readonly y: number },
): void {
  let y = at.y * MILLIMETRE
  for (const { text, weight, size } of lines) {
    document.font(weight, size).text(text, at.x * MILLIMETRE, y, { lineBreak: false })
    y += size * LINE_HEIGHT
  }
}

type Broken = Line & { readonly isCut: boolean }
interface Column {
  readonly width: number
  readonly size: number
}

function breakBlocks(
  document: LabelDocument,
  blocks: readonly Block[],
  { width, size }: Column,
): Broken[] {
  return blocks.flatMap(({ text, weight, scale, linesMax }) => {
    const points = Math.max(size * scale, SIZE_MIN) * MILLIMETRE
    document.font(weight, points)
    const fits = (part: string) => document.widthOfString(part) <= width * MILLIMETRE
    const lines = breakText(text, fits)
    return lines.slice(0, linesMax).map((line, index) => {
      const isCut = index === linesMax - 1 && lines.length > linesMax
      return { text: isCut ? shorten(line, fits) : line, weight, size: points, isCut }
    })
  })
}

/** At spaces; a word that is wider than the column anywhere. */
export function breakText(text: string, fits: (part: string) => boolean): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((one) => breakWord(one, fits))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || fits(longer)) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function breakWord(word: string, fits: (part: string) => boolean): string[] {
  if (word === '' || fits(word)) return [word]
  const letters = Array.from(word.normalize('NFC'))
  let count = letters.length
  while (count > 1 && !fits(letters.slice(0, count).join(''))) count -= 1
  const rest = letters.slice(count).join('')
  return [letters.slice(0, count).join(''), ...(rest === '' ? [] : breakWord(rest, fits))]
}

function shorten(line: string, fits: (part: string) => boolean): string {
  let letters = Array.from(line)
  while (letters.length > 1 && !fits(`${letters.join('')}…`)) letters = letters.slice(0, -1)
  return `${letters.join('').trimEnd()}…`
}
