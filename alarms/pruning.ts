import { HOUR, type Instant } from '#domain/time.ts'
import type { Notifications } from '#store/registry/contract-notifications.ts'

/** Of each kind removed at once: other processes wait for no longer than some milliseconds. */
const PRUNED_MAX = 200
const EVERY = HOUR

export interface PruningOptions {
  readonly notifications: Pick<Notifications, 'prune'>
  /** For how long it is kept who was told of what is over, milliseconds; null: for ever. */
  readonly retention: number | null
}

/** Removes what nobody asks for any more, a little at a time and only where there is nothing else to do. */
export class Pruning {
  readonly #options: PruningOptions
  #dueAt: Instant = -Infinity

  constructor(options: PruningOptions) {
    this.#options = options
  }

  /** Resolves with how many it removed; there may be more. */
  async tick(now: Instant): Promise<number> {
    const { notifications, retention } = this.#options
    if (retention === null || now < this.#dueAt) return 0
    const count = await notifications.prune(now - retention, PRUNED_MAX)
    if (count === 0) this.#dueAt = now + EVERY
    return count
  }
}
