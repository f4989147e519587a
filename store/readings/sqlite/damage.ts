import type { Logger } from 'pino'

import type { Instant } from '#domain/time.ts'

/** Sealed readings of a channel from `startAt` on whose bytes cannot be read any more. */
export interface Damage {
  readonly channel: number
  readonly startAt: Instant
}
export type OnDamage = (damage: Damage) => void

/** Places that are remembered; beyond, a place may be told twice. */
const TOLD_MAX = 10_000

/** Tells of each damaged place once. */
export class DamageLog {
  readonly #log: Logger | undefined
  readonly #told = new Set<string>()

  constructor(log: Logger | undefined) {
    this.#log = log
  }

  tell(damaged: readonly Damage[], consequence: string): void {
    for (const { channel, startAt } of damaged) {
      const key = `${channel} ${startAt}`
      if (this.#told.has(key)) continue
      if (this.#told.size >= TOLD_MAX) this.#told.clear()
      this.#told.add(key)
      const facts = { channel, from: new Date(startAt).toISOString(), count: this.#told.size }
      this.#log?.error(facts, `damaged readings ${consequence}; restore them from a backup`)
    }
  }
}
