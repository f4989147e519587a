import type { Logger } from 'pino'

import { MINUTE } from '#domain/time.ts'

import type { GatewayMetrics } from './metrics.ts'
import type { Refusal } from './refusal.ts'

/** Who is refused again within this time is counted but not logged. */
const QUIET = MINUTE
/** More subjects than this in any one minute are counted only: a flood of addresses must not fill memory or disk. */
const SUBJECTS_MAX = 1_000

/** Characters of a claimed name that are logged; a device's id is no longer. */
const NAME_LENGTH_MAX = 64

/** Counts every refusal and logs at most one a minute for each subject: a device's name, or an address before it has one. */
export class RefusalLog {
  readonly #log: Logger
  readonly #metrics: GatewayMetrics
  /** By subject, the longest ago first; on a clock that nobody sets. */
  readonly #loggedAt = new Map<string, number>()

  constructor(log: Logger, metrics: GatewayMetrics) {
    this.#log = log
    this.#metrics = metrics
  }

  note(refusal: Refusal, subject: { readonly device: string; readonly address: string }): void {
    this.#metrics.refused.inc({ reason: refusal.reason })
    if (!this.#mayLog(subject.device || subject.address)) return
    const { address, device } = subject
    this.#log.warn(
      {
        device: device.slice(0, NAME_LENGTH_MAX),
        address,
        reason: refusal.reason,
        detail: refusal.message,
      },
      'refused',
    )
  }

  #mayLog(subject: string): boolean {
    const now = performance.now()
    this.#forgetUntil(now - QUIET)
    if (this.#loggedAt.has(subject) || this.#loggedAt.size >= SUBJECTS_MAX) return false
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
