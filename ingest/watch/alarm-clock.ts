import { SECOND, type Instant } from '#domain/time.ts'
import type { Alarms } from '#store/registry/contract-alarms.ts'

import type { Watches } from './watches.ts'

/** How often time passes for alarms. */
const EVERY = SECOND
/** Alarms of one look; the others are due the next time. */
const DUE_MAX = 500

/** Lets time pass: for what changes when nothing is heard, and for the delays of alarms. `punctuality.ts` says how far. */
export class AlarmClock {
  readonly #alarms: Alarms
  readonly #watches: Watches
  #at: Instant = -Infinity

  constructor(alarms: Alarms, watches: Watches) {
    this.#alarms = alarms
    this.#watches = watches
  }

  /** Called often; does something at most once a second. May fail and be called again. */
  async tick(now: Instant): Promise<void> {
    if (now - this.#at < EVERY) return
    await this.#watches.prepare([], Date.now())
    const passed = this.#watches.pass(now)
    await this.#alarms.observe(passed)
    this.#watches.keep(passed)
    const due = await this.#alarms.listDue(now, DUE_MAX)
    const marks = due.map((alarm) => ({ id: alarm.id, until: this.#watches.toldUntil(alarm, now) }))
    await this.#alarms.advance(marks)
    this.#at = now
  }
}
