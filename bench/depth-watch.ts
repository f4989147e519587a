import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import type { Journal } from '#store/journal/contract.ts'
import { openSqliteJournal } from '#store/journal/sqlite.ts'

const WATCH_EVERY = 250
const DRAIN_EVERY = 10

/** Looks four times a second at how many journal entries the ingest has not stored. */
export class DepthWatch implements AsyncDisposable {
  readonly #journal: Journal
  readonly #timer: NodeJS.Timeout
  readonly #depths: number[] = []

  static async open(folder: string): Promise<DepthWatch> {
    return new DepthWatch(await openSqliteJournal({ path: join(folder, 'journal.db') }))
  }

  private constructor(journal: Journal) {
    this.#journal = journal
    this.#timer = setInterval(() => void this.#look(), WATCH_EVERY)
  }

  /** Waits until everything is stored; how deep it was in the first and the second half of the time before, and how long it took. */
  async drain() {
    clearInterval(this.#timer)
    const half = Math.floor(this.#depths.length / 2)
    const [first, second] = [this.#depths.slice(0, half), this.#depths.slice(half)]
    const startedAt = performance.now()
    while ((await this.#look()) > 0) await delay(DRAIN_EVERY)
    return {
      firstHalfMax: Math.max(...first),
      secondHalfMax: Math.max(...second),
      seconds: (performance.now() - startedAt) / 1_000,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#journal[Symbol.asyncDispose]()
  }

  async #look(): Promise<number> {
    const { lastSequence, cursors } = await this.#journal.status()
    const depth = lastSequence - (cursors.get('ingest') ?? 0)
    this.#depths.push(depth)
    return depth
  }
}
