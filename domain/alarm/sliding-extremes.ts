import type { Instant } from '../time.ts'
import { takeLine } from './line.ts'
import { PARTS, toWidth } from './window-parts.ts'

/** What each reading asks for, cell by cell of a line: of the newest reading, of the part it is in, of the parts before, and the oldest reading. */
const AT = 0
const PART_MIN = 1
const PART_ENDS_AT = 2
const PART_MAX = 3
const PAST_MIN = 4
const PAST_MAX = 5
const OLDEST_AT = 6
const OLDEST = 7

/** The smallest, the largest and the oldest reading of the window that ends now; as cheap. */
export class SlidingExtremes {
  readonly #width: number
  readonly #cells: Float64Array
  readonly #first: number
  /** The smallest and the largest reading of each part, its first one and when that was; NaN where there is none. */
  readonly #parts = new Float64Array(4 * PARTS).fill(Number.NaN)

  constructor(over: number) {
    this.#width = toWidth(over)
    const { cells, first } = takeLine()
    this.#cells = cells
    this.#first = first
    cells[first + PART_ENDS_AT] = -Infinity
  }

  add(at: Instant, value: number): void {
    this.#cells[this.#first + AT] = at
    if (at >= this.#read(PART_ENDS_AT)) this.#turn(at, value)
    if (value < this.#read(PART_MIN)) this.#cells[this.#first + PART_MIN] = value
    if (value > this.#read(PART_MAX)) this.#cells[this.#first + PART_MAX] = value
  }

  get min(): number {
    return Math.min(this.#read(PAST_MIN), this.#read(PART_MIN))
  }

  get max(): number {
    return Math.max(this.#read(PAST_MAX), this.#read(PART_MAX))
  }

  get oldest(): number {
    return this.#read(OLDEST)
  }

  /** Milliseconds from the oldest to the newest. */
  get span(): number {
    return this.#read(AT) - this.#read(OLDEST_AT)
  }

  #read(cell: number): number {
    return this.#cells[this.#first + cell] ?? 0
  }

  #turn(at: Instant, value: number): void {
    const before = this.#read(PART_ENDS_AT) / this.#width - 1
    const part = Math.floor(at / this.#width)
    this.#write(before, [this.#read(PART_MIN), this.#read(PART_MAX)])
    // In these nothing was measured.
    for (let empty = Math.max(before + 1, part - PARTS + 1); empty < part; empty++) {
      this.#write(empty, EMPTY)
    }
    this.#write(part, [value, value, value, at])
    this.#cells[this.#first + PART_ENDS_AT] = (part + 1) * this.#width
    this.#cells[this.#first + PART_MIN] = value
    this.#cells[this.#first + PART_MAX] = value
    this.#lookBack()
  }

  #write(part: number, numbers: readonly number[]): void {
    if (part < 0) return
    this.#parts.set(numbers, 4 * (part % PARTS))
  }

  #lookBack(): void {
    let [min, max, oldestAt, oldest] = [Infinity, -Infinity, Infinity, Number.NaN]
    for (let index = 0; index < 4 * PARTS; index += 4) {
      const firstAt = this.#parts[index + 3] ?? Number.NaN
      if (Number.isNaN(firstAt)) continue
      min = Math.min(min, this.#parts[index] ?? Infinity)
      max = Math.max(max, this.#parts[index + 1] ?? -Infinity)
      if (firstAt < oldestAt) [oldestAt, oldest] = [firstAt, this.#parts[index + 2] ?? 0]
    }
    this.#cells.set([min, max, oldestAt, oldest], this.#first + PAST_MIN)
  }
}

const EMPTY = [Number.NaN, Number.NaN, Number.NaN, Number.NaN]
