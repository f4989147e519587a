import { SECOND } from '#domain/time.ts'

/** Messages a device may still send now: a second's worth at most, growing with time, negative after a burst. */
export class Allowance {
  readonly #perSecond: number
  #left: number
  #countedAt = Date.now()

  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.#left = perSecond
  }

  spend(count: number): void {
    this.#left -= count
  }

  /** Milliseconds until the debt is paid off; 0 when there is none. */
  wait(now: number): number {
    this.#earn(now - this.#countedAt)
    this.#countedAt = now
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / this.#perSecond) * SECOND)
  }

  #earn(elapsed: number): void {
    if (elapsed <= 0) return
    this.#left = Math.min(this.#perSecond, this.#left + (elapsed / SECOND) * this.#perSecond)
  }
}
