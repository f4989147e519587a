import { MINUTE, type Instant } from '#domain/time.ts'

import type { Claim } from './batch.ts'

/**
 * A message's readings move forward by at most this much to come after those of the message before, milliseconds. More is
 * needed only when a device sends over a thousand objects a second for a minute, or after a clock was set back: then they stay at
 * their arrival, and of equal instants the last wins.
 */
const SHIFT_MAX = MINUTE
/** Devices remembered; beyond it the one that was silent longest is forgotten. */
const DEVICES_MAX = 50_000

interface Last {
  readonly sequence: number
  readonly shift: number
  readonly at: Instant
}

/**
 * Instants for what devices send without a time. The objects of a message lie one millisecond apart, in the order the device wrote them,
 * and the last at its arrival; when that would reach back to an earlier message of the device, all of them move forward to
 * after it. So no two share an instant. It follows from the journal's order alone: the same entries give the same instants.
 */
export class GatewayInstants {
  readonly #last = new Map<string, Last>()

  next({ entry, followingCount }: Claim): Instant {
    const own = entry.receivedAt - followingCount
    const last = this.#last.get(entry.device)
    const shift = last?.sequence === entry.sequence ? last.shift : toShift(own, last?.at)
    const at = own + shift
    // Last in the map is who spoke last.
    this.#last.delete(entry.device)
    this.#last.set(entry.device, { sequence: entry.sequence, shift, at })
    if (this.#last.size > DEVICES_MAX) this.#forgetOne()
    return at
  }

  #forgetOne(): void {
    for (const device of this.#last.keys()) {
      this.#last.delete(device)
      return
    }
  }
}

function toShift(own: Instant, lastAt: Instant = -Infinity): number {
  const shift = Math.max(0, lastAt + 1 - own)
  return shift > SHIFT_MAX ? 0 : shift
}
