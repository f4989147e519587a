import type { Instant } from '../time.ts'
import { takeLine } from './line.ts'
import { SlidingOldest } from './sliding-oldest.ts'
import { PARTS, toWidth } from './window-parts.ts'

/** What each reading asks for, cell by cell of a line: of the part it is in, of the parts before. */
const PART = 0
const PART_ENDS_AT = 1
const PART_MIN = 2
const PART_MAX = 3
const PAST_MIN = 4
const PAST_MAX = 5

/** The smallest and the largest reading of the window that ends now, beside the oldest. */
export class SlidingExtremes extends SlidingOldest {
  readonly #width: number
  readonly #cells: Float64Array
  readonly #first: number
  /** The smallest and the largest reading of each part. */
  readonly #parts = new Float64Array(2 * PARTS)

  constructor(over: number) {
    super(over)
    this.#width = toWidth(over)
    const { cells, first } = takeLine()
    this.#cells = cells
    this.#first = first
    cells.set([-Infinity, -Infinity], first)
  }

  override add(at: Instant, value: number): void {
    super.add(at, value)
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

  #read(cell: number): number {
    return this.#cells[this.#first + cell] ?? 0
  }

  #turn(at: Instant, value: number): void {
    const before = this.#read(PART)
    const part = Math.floor(at / this.#width)
    this.#keep(before, this.#read(PART_MIN), this.#read(PART_MAX))
    // In these nothing was measured, nor in the new one so far.
    for (let empty = Math.max(before + 1, part - PARTS + 1); empty <= part; empty++) {
      this.#keep(empty, Infinity, -Infinity)
    }
    this.#cells[this.#first + PART] = part
    this.#cells[this.#first + PART_ENDS_AT] = (part + 1) * this.#width
    this.#cells[this.#first + PART_MIN] = value
    this.#cells[this.#first + PART_MAX] = value
    this.#lookBack()
  }

  #keep(part: number, min: number, max: number): void {
    if (part < 0) return
    this.#parts[2 * (part % PARTS)] = min
    this.#parts[2 * (part % PARTS) + 1] = max
  }

  #lookBack(): void {
    let [min, max] = [Infinity, -Infinity]
    for (let index = 0; index < 2 * PARTS; index += 2) {
      min = Math.min(min, this.#parts[index] ?? Infinity)
      max = Math.max(max, this.#parts[index + 1] ?? -Infinity)
    }
    this.#cells[this.#first + PAST_MIN] = min
    this.#cells[this.#first + PAST_MAX] = max
  }
}
