import type { Instant } from '#domain/time.ts'

export interface Told {
  /** Up to which event everything is told with it. */
  readonly id: number
  readonly text: string
}

/**
 * What is on its way to one client. Nobody waits for it: of a client that falls too far behind nothing is kept, and it reads the
 * log by itself again.
 */
export class Listener {
  readonly #waitingMax: number
  readonly #cut: () => void
  #waiting: Told[] = []
  #length = 0
  #isDone = false
  #wake = Promise.withResolvers<void>()
  /** When it was last given something that it has not taken yet; undefined: it has taken all. */
  #givenAt: Instant | undefined

  /** At most so many characters wait; `cut` ends the connection at once. */
  constructor(waitingMax: number, cut: () => void) {
    this.#waitingMax = waitingMax
    this.#cut = cut
  }

  begin(): void {
    this.#isDone = false
  }

  /** False: it has fallen behind, and `read` ends. */
  put(told: Told): boolean {
    if (this.#length + told.text.length > this.#waitingMax) {
      this.#waiting = []
      this.#length = 0
      this.end()
      return false
    }
    this.#waiting.push(told)
    this.#length += told.text.length
    this.#wake.resolve()
    return true
  }

  /** What waits is still read. May be called again. */
  end(): void {
    this.#isDone = true
    this.#wake.resolve()
  }

  async *read(): AsyncGenerator<Told> {
    while (true) {
      const told = this.#waiting
      this.#waiting = []
      this.#length = 0
      const last = told.at(-1)
      if (last !== undefined) yield { id: last.id, text: told.map(({ text }) => text).join('') }
      else if (this.#isDone) return
      else await this.#untilSomething()
    }
  }

  /** Gives it a text and notes how long it takes it to want more. */
  async *give(text: string): AsyncGenerator<string> {
    this.#givenAt = Date.now()
    yield text
    this.#givenAt = undefined
  }

  /** Cuts it off when it has not taken what it was given for longer than this, milliseconds. */
  checkStall(stallMax: number): void {
    if (this.#givenAt !== undefined && Date.now() - this.#givenAt > stallMax) this.#cut()
  }

  async #untilSomething(): Promise<void> {
    await this.#wake.promise
    this.#wake = Promise.withResolvers()
  }
}
