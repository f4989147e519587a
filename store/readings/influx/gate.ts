import type { Instant } from '#domain/time.ts'

/**
 * Keeps writes into closed hours and the roll-up of closed hours apart. Without it a late reading could be marked and stored
 * between the roll-up's reading and its writing, which would then declare an hour right that lacks the reading.
 *
 *   open ──rollUp(before)──▶ draining: writes under way end, new ones into hours before `before` wait
 *        ──all ended──▶ rolling up ──done──▶ open: those that waited go on
 *
 * Writes into hours that are still open never wait.
 */
export class Gate {
  readonly #writes = new Set<Promise<unknown>>()
  #rolling: { readonly before: Instant; readonly done: Promise<void> } | undefined

  async write<T>(oldestAt: Instant, act: () => Promise<T>): Promise<T> {
    while (this.#rolling !== undefined && oldestAt < this.#rolling.before) await this.#rolling.done
    const running = act()
    this.#writes.add(running)
    try {
      return await running
    } finally {
      this.#writes.delete(running)
    }
  }

  async rollUp<T>(before: Instant, act: () => Promise<T>): Promise<T> {
    while (this.#rolling !== undefined) await this.#rolling.done
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#rolling = { before, done: promise }
    try {
      await Promise.allSettled(this.#writes)
      return await act()
    } finally {
      this.#rolling = undefined
      resolve()
    }
  }
}
