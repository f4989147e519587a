import { MINUTE, SECOND, type Instant } from '#domain/time.ts'
import type { AlarmRecord, Alarms } from '#store/registry/contract-alarms.ts'

import type { Watches } from './watches.ts'

/** How often time passes for alarms. */
const EVERY = SECOND
/** Alarms of one look; the others are due the next time. */
const DUE_MAX = 500
/** A reading that was measured before now may still be under way for so long. */
const UNDER_WAY_MAX = 2 * SECOND
/** Readings that come later than this after they were measured are of a device that catches up. */
const LIVE_LAG_MAX = 2 * MINUTE
/** A device that caught up and has been quiet for so long has nothing more to say of the past. */
const QUIET_MAX = 15 * MINUTE

/**
 * Ends the delays of alarms. For a device that reports as it measures, time is the clock's: a door that stands open says so
 * once. For one that catches up after an outage, time is that of its readings: how the past went on is still on its way.
 */
export class AlarmClock {
  readonly #alarms: Alarms
  readonly #watches: Watches
  #at: Instant = -Infinity

  constructor(alarms: Alarms, watches: Watches) {
    this.#alarms = alarms
    this.#watches = watches
  }

  /** Called often; does something at most once a second. */
  async tick(now: Instant): Promise<void> {
    if (now - this.#at < EVERY) return
    const until = now - UNDER_WAY_MAX
    const due = await this.#alarms.listDue(until, DUE_MAX)
    const marks = due.map((alarm) => ({ id: alarm.id, until: this.#toldUntil(alarm, now) }))
    await this.#alarms.advance(marks)
    this.#at = now
  }

  #toldUntil({ channelId, observedAt }: AlarmRecord, now: Instant): Instant {
    const intake = this.#watches.find(channelId)
    // Since the start nothing came of it; before, it was told until then.
    const { at, arrivedAt } = intake ?? { at: observedAt, arrivedAt: observedAt }
    const isLive = arrivedAt - at <= LIVE_LAG_MAX && intake !== undefined
    return isLive || now - arrivedAt > QUIET_MAX ? now - UNDER_WAY_MAX : at
  }
}
