import { MINUTE, type Instant } from '#domain/time.ts'

/**
 * How far a device's stamps may run ahead of the clock, milliseconds. Only a flood of more than a thousand messages a
 * second gets there (at 50 a second a burst runs a fraction of a second ahead, and soon not at all), or a clock that was set back. At the bound stamps follow
 * the clock, and messages of one millisecond share a stamp again.
 */
const AHEAD_MAX = MINUTE
/** Devices remembered, connected or not. Beyond it the one that was silent longest is forgotten: its stamp has long passed. */
const DEVICES_MAX = 50_000

/**
 * Says when a message arrived. No two messages of a device arrive at one instant, over whatever connections they come:
 * readings without a time of their own are told apart by their arrival.
 */
export class ArrivalClock {
  readonly #last = new Map<string, Instant>()

  stamp(device: string, now: Instant): Instant {
    const last = this.#last.get(device) ?? 0
    const stamp = Math.min(Math.max(now, last + 1), now + AHEAD_MAX)
    // Last in the map is who spoke last.
    this.#last.delete(device)
    this.#last.set(device, stamp)
    if (this.#last.size > DEVICES_MAX) this.#forgetOne()
    return stamp
  }

  #forgetOne(): void {
    for (const device of this.#last.keys()) {
      this.#last.delete(device)
      return
    }
  }
}
