import type { Instant } from '../time.ts'
import { takeLine } from './line.ts'
import { PARTS, toWidth } from './window-parts.ts'

/** What each reading asks for, cell by cell of a line. */
const AT = 0
const PART = 1
const PART_ENDS_AT = 2
const OLDEST_PART = 3
const OLDEST_AT = 4
const OLDEST = 5

/** The oldest reading of the window that ends now: the first one of its oldest part that has any. */
export class SlidingOldest {
  readonly #width: number
  readonly #cells: Float64Array
  readonly #first: number
  /** Of each part when its first reading was, and that reading; of what is older than the window whatever was there. */
  readonly #parts = new Float64Array(2 * PARTS).fill(Number.NaN)

  constructor(over: number) {
    this.#width = toWidth(over)
    const { cells, first } = takeLine()
    this.#cells = cells
    this.#first = first
    cells.set([0, -Infinity, -Infinity, -Infinity], first)
  }

  add(at: Instant, value: number): void {
    this.#cells[this.#first + AT] = at
    if (at >= this.#read(PART_ENDS_AT)) this.#turn(at, value)
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
    const part = Math.floor(at / this.#width)
    // In the parts between nothing was measured.
    for (let empty = Math.max(this.#read(PART) + 1, part - PARTS + 1); empty < part; empty++) {
      this.#parts[2 * (empty % PARTS)] = Number.NaN
    }
    this.#parts[2 * (part % PARTS)] = at
    this.#parts[2 * (part % PARTS) + 1] = value
    this.#cells[this.#first + PART] = part
    this.#cells[this.#first + PART_ENDS_AT] = (part + 1) * this.#width
    if (this.#read(OLDEST_PART) <= part - PARTS) this.#find(part)
  }

  /** The one that was is older than the window now. Each part is looked at once while it grows old. */
  #find(part: number): void {
    let oldest = Math.max(this.#read(OLDEST_PART) + 1, part - PARTS + 1, 0)
    while (Number.isNaN(this.#parts[2 * (oldest % PARTS)])) oldest++
    this.#cells[this.#first + OLDEST_PART] = oldest
    this.#cells[this.#first + OLDEST_AT] = this.#parts[2 * (oldest % PARTS)] ?? 0
    this.#cells[this.#first + OLDEST] = this.#parts[2 * (oldest % PARTS) + 1] ?? 0
  }
}
