import type { Logger } from 'pino'

import { MINUTE } from '#domain/time.ts'

import type { GatewayMetrics } from './metrics.ts'
import type { Refusal } from './refusal.ts'

/** Who is refused again within this time is counted, by reason, but not logged. */
const QUIET = MINUTE
/** More lines than this in any one minute are counted only: a flood of addresses must not fill memory or disk. */
const LINES_MAX = 1_000

/** Characters of a claimed name that are logged; a device's id is no longer. */
const NAME_LENGTH_MAX = 64

/** Whom a refusal is about; a connection is one. */
export interface Subject {
  readonly address: string
  /** Who it says it is. */
  readonly peer: { readonly name: string } | undefined
  /** Whether it proved that. */
  readonly authenticated: boolean
}

/**
 * Counts every refusal by reason and logs at most one a minute for each device, or for each address while it is not known who
 * speaks: a name alone is anybody's to claim, and to invent. Devices have lines of their own, which no flood
 * of strangers uses up.
 */
export class RefusalLog {
  readonly #log: Logger
  readonly #metrics: GatewayMetrics
  readonly #ofDevices = new RecentLines()
  readonly #ofStrangers = new RecentLines()

  constructor(log: Logger, metrics: GatewayMetrics) {
    this.#log = log
    this.#metrics = metrics
  }

  note(refusal: Refusal, { address, peer, authenticated }: Subject): void {
    const { reason, message: detail } = refusal
    this.#metrics.refused.inc({ reason })
    const device = peer?.name ?? ''
    const lines = authenticated ? this.#ofDevices : this.#ofStrangers
    if (!lines.take(authenticated ? device : address)) return
    this.#log.warn({ device: device.slice(0, NAME_LENGTH_MAX), address, reason, detail }, 'refused')
  }
}

/** What was logged in the last minute. */
class RecentLines {
  /** The longest ago first; on a clock that nobody sets. */
  readonly #loggedAt = new Map<string, number>()

  /** False when there was a line about the same less than a minute ago, or too many about others. */
  take(subject: string): boolean {
    const now = performance.now()
    this.#forgetUntil(now - QUIET)
    if (this.#loggedAt.has(subject) || this.#loggedAt.size >= LINES_MAX) return false
    this.#loggedAt.set(subject, now)
    return true
  }

  #forgetUntil(before: number): void {
    for (const [subject, loggedAt] of this.#loggedAt) {
      if (loggedAt > before) return
      this.#loggedAt.delete(subject)
    }
  }
}
