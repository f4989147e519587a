import type { Instant } from '../time.ts'
import { takeLine } from './line.ts'
import type { Window } from './measure.ts'

/** A window is this many parts, and forgets one of them at a time: the cost of a reading is the same however long the window. */
const PARTS = 24

/** What each reading asks for, cell by cell of a line: of the newest reading, of the part it is in, of the parts before. */
const AT = 0
const VALUE = 1
const PART_ENDS_AT = 2
const PART_SUM = 3
const PART_WEIGHT = 4
/** Added up anew whenever a part is forgotten, so that rounding does not gather. */
const PAST_SUM = 5
const PAST_WEIGHT = 6

/**
 * What a value amounts to over the time that it held, in the window that ends now. Most readings fall into the part of the one before
 * and cost two additions; the parts behind it are touched when it is over. Nothing is allocated for a reading.
 */
export class SlidingIntegral {
  readonly #width: number
  readonly #holdMax: number
  readonly #cells: Float64Array
  readonly #first: number
  /** The sum of each part and its weight. */
  readonly #parts = new Float64Array(2 * PARTS)

  constructor({ over, holdMax }: Window) {
    this.#width = toWidth(over)
    this.#holdMax = holdMax
    const { cells, first } = takeLine()
    this.#cells = cells
    this.#first = first
    cells[first + AT] = -Infinity
    cells[first + PART_ENDS_AT] = -Infinity
  }

  /** From `at` on it is `value`; the one before held until then. */
  add(at: Instant, value: number): void {
    const before = this.#read(AT)
    if (at < this.#read(PART_ENDS_AT)) this.#hold(Math.min(at - before, this.#holdMax))
    else this.#turn(at, before)
    this.#cells[this.#first + AT] = at
    this.#cells[this.#first + VALUE] = value
  }

  /** Value times milliseconds. */
  get sum(): number {
    return this.#read(PAST_SUM) + this.#read(PART_SUM)
  }

  /** Milliseconds that are held. */
  get weight(): number {
    return this.#read(PAST_WEIGHT) + this.#read(PART_WEIGHT)
  }

  /** Milliseconds since the window begins, held or not. */
  get length(): number {
    return this.#read(AT) - (this.#read(PART_ENDS_AT) - PARTS * this.#width)
  }

  #read(cell: number): number {
    return this.#cells[this.#first + cell] ?? 0
  }

  #hold(duration: number): void {
    this.#cells[this.#first + PART_SUM] = this.#read(PART_SUM) + this.#read(VALUE) * duration
    this.#cells[this.#first + PART_WEIGHT] = this.#read(PART_WEIGHT) + duration
  }

  /** Goes on through the parts until the one of `at`; what no longer fits the window was held in vain. */
  #turn(at: Instant, before: Instant): void {
    const last = Math.floor(at / this.#width)
    const heldUntil = Math.min(at, before + this.#holdMax)
    let part = this.#read(PART_ENDS_AT) / this.#width - 1
    let from = before
    while (part < last) {
      const endsAt = (part + 1) * this.#width
      if (from < heldUntil) this.#hold(Math.min(heldUntil, endsAt) - from)
      const next = Math.max(part + 1, last - PARTS + 1)
      this.#begin(next, next > part + 1)
      part = next
      from = Math.max(from, part * this.#width)
    }
    if (from < heldUntil) this.#hold(heldUntil - from)
    this.#sumUp()
  }

  /** The part that was is kept beside the others; of a window ago there is nothing when `isFar`. */
  #begin(part: number, isFar: boolean): void {
    if (isFar) this.#parts.fill(0)
    else this.#keep(part - 1)
    this.#cells[this.#first + PART_SUM] = 0
    this.#cells[this.#first + PART_WEIGHT] = 0
    this.#keep(part)
    this.#cells[this.#first + PART_ENDS_AT] = (part + 1) * this.#width
  }

  #keep(part: number): void {
    const index = 2 * (part % PARTS)
    this.#parts[index] = this.#read(PART_SUM)
    this.#parts[index + 1] = this.#read(PART_WEIGHT)
  }

  #sumUp(): void {
    let [sum, weight] = [0, 0]
    for (let index = 0; index < 2 * PARTS; index += 2) {
      sum += this.#parts[index] ?? 0
      weight += this.#parts[index + 1] ?? 0
    }
    this.#cells[this.#first + PAST_SUM] = sum
    this.#cells[this.#first + PAST_WEIGHT] = weight
  }
}

/** Of the newest reading, of the part it is in, of the parts before, and the oldest reading of the window. */
const PART_MIN = 1
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

/** Whole milliseconds, so that parts begin and end where the next one does. */
function toWidth(over: number): number {
  return Math.max(1, Math.ceil(over / PARTS))
}
