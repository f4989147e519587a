import type { Instant } from '../time.ts'
import type { Window } from './measure.ts'

/** A window is this many parts, and forgets one of them at a time: the cost of a reading is the same however long the window. */
const PARTS = 24

/** What a value amounts to over the time that it held, in the window that ends now. */
export class SlidingIntegral {
  readonly #width: number
  readonly #holdMax: number
  readonly #sums = new Float64Array(PARTS)
  readonly #weights = new Float64Array(PARTS)
  #part = -Infinity
  #at: Instant = -Infinity
  #value = 0
  /** Of all parts. Added up anew whenever one is forgotten, so that rounding does not gather. */
  #sum = 0
  #weight = 0

  constructor({ over, holdMax }: Window) {
    this.#width = toWidth(over)
    this.#holdMax = holdMax
  }

  /** From `at` on it is `value`; the one before held until then. */
  add(at: Instant, value: number): void {
    const heldUntil = Math.min(at, this.#at + this.#holdMax)
    for (let from = Math.max(this.#at, at - PARTS * this.#width); from < heldUntil;) {
      const part = Math.floor(from / this.#width)
      const until = Math.min(heldUntil, (part + 1) * this.#width)
      this.#hold(part, until - from)
      from = until
    }
    this.#forget(Math.floor(at / this.#width))
    this.#at = at
    this.#value = value
  }

  /** Value times milliseconds. */
  get sum(): number {
    return this.#sum
  }

  /** Milliseconds that are held. */
  get weight(): number {
    return this.#weight
  }

  #hold(part: number, duration: number): void {
    this.#forget(part)
    const index = part % PARTS
    this.#sums[index] = (this.#sums[index] ?? 0) + this.#value * duration
    this.#weights[index] = (this.#weights[index] ?? 0) + duration
    this.#sum += this.#value * duration
    this.#weight += duration
  }

  /** What is older than the window that ends with this part is gone. */
  #forget(part: number): void {
    if (part <= this.#part) return
    for (let next = Math.max(this.#part + 1, part - PARTS + 1); next <= part; next++) {
      this.#sums[next % PARTS] = 0
      this.#weights[next % PARTS] = 0
    }
    this.#part = part
    this.#sum = total(this.#sums)
    this.#weight = total(this.#weights)
  }
}

/** The smallest, the largest and the oldest reading of the window that ends now. */
export class SlidingExtremes {
  readonly #width: number
  #parts: readonly Part[] = []
  #at: Instant = 0

  constructor(over: number) {
    this.#width = toWidth(over)
  }

  add(at: Instant, value: number): void {
    const part = Math.floor(at / this.#width)
    const last = this.#parts.at(-1)
    this.#at = at
    if (last?.part === part) {
      last.min = Math.min(last.min, value)
      last.max = Math.max(last.max, value)
      return
    }
    const kept = this.#parts.filter((one) => one.part > part - PARTS)
    this.#parts = [...kept, { part, min: value, max: value, firstAt: at, first: value }]
  }

  get min(): number {
    return Math.min(...this.#parts.map(({ min }) => min))
  }

  get max(): number {
    return Math.max(...this.#parts.map(({ max }) => max))
  }

  get oldest(): number {
    return this.#parts[0]?.first ?? Number.NaN
  }

  /** Milliseconds from the oldest to the newest. */
  get span(): number {
    return this.#at - (this.#parts[0]?.firstAt ?? this.#at)
  }
}

interface Part {
  readonly part: number
  min: number
  max: number
  readonly firstAt: Instant
  readonly first: number
}

/** Whole milliseconds, so that parts begin and end where the next one does. */
function toWidth(over: number): number {
  return Math.max(1, Math.ceil(over / PARTS))
}

function total(parts: Float64Array): number {
  let sum = 0
  for (const part of parts) sum += part
  return sum
}
