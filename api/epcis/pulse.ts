/** Runs work again and again: when it is told to, and after a while in any case; never twice at once. */
export class Pulse implements AsyncDisposable {
  readonly #everyMs: number
  readonly #work: () => Promise<void>
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #isAsked = false
  #isOver = false

  /** `work` catches its own errors. */
  constructor(everyMs: number, work: () => Promise<void>) {
    this.#everyMs = everyMs
    this.#work = work
  }

  get isOver(): boolean {
    return this.#isOver
  }

  beat(): void {
    this.#isAsked = true
    if (this.#isOver || this.#running !== undefined) return
    clearTimeout(this.#timer)
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      if (this.#isOver) return
      this.#timer = setTimeout(() => this.beat(), this.#everyMs)
      this.#timer.unref()
      if (this.#isAsked) this.beat()
    })
  }

  /** Waits for the work that is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#isAsked && !this.#isOver) {
      this.#isAsked = false
      await this.#work()
    }
  }
}
