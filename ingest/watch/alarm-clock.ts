import { SECOND, type Instant } from '#domain/time.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { CalendarWatch } from './calendar-watch.ts'
import { isQuiet, UNDER_WAY_MAX } from './punctuality.ts'
import type { SiteSilence } from './site-silence.ts'
import type { Suppressor } from './suppressor.ts'
import type { Clock, Watches } from './watches.ts'

/** How often time passes for alarms. */
const EVERY = SECOND
/** Alarms of one look, and looks at once; the others are due the next time. */
const DUE_MAX = 500
const LOOKS_MAX = 20

export interface AlarmClockParts {
  readonly suppressor: Suppressor
  readonly silence: SiteSilence
  readonly calendar: CalendarWatch
  readonly watches: Watches
}

/** Lets time pass: for what changes when nothing is heard, and for the delays of alarms. `punctuality.ts` says how far. */
export class AlarmClock {
  readonly #suppressor: Suppressor
  readonly #silence: SiteSilence
  readonly #calendar: CalendarWatch
  readonly #watches: Watches
  #at: Instant = -Infinity
  /** Of what came before nothing is known but what was observed. */
  #startedAt: Instant | undefined

  constructor({ suppressor, silence, calendar, watches }: AlarmClockParts) {
    this.#suppressor = suppressor
    this.#silence = silence
    this.#calendar = calendar
    this.#watches = watches
  }

  /** Called often; does something at most once a second. All that came until `now` was taken in. May fail and be called again. */
  async tick(now: Instant): Promise<void> {
    if (now - this.#at < EVERY) return
    const startedAt = (this.#startedAt ??= now)
    await this.#watches.prepare([], Date.now())
    // Which sites are silent is known before what is absent is told of.
    await this.#silence.look(now - UNDER_WAY_MAX)
    await this.#suppressor.apply(now - UNDER_WAY_MAX, this.#silence.sites)
    await this.#calendar.look(now - UNDER_WAY_MAX)
    await this.#watches.pass(now)
    await this.#endDelays({ now, startedAt })
    this.#at = now
  }

  async #endDelays(clock: Clock): Promise<void> {
    const { now } = clock
    const { alarms } = this.#suppressor
    let [waiting, looks] = [0, 0]
    let due
    do {
      due = await alarms.listDue(now, DUE_MAX, waiting)
      const marks = due.map((one) => ({ id: one.id, until: this.#watches.toldUntil(one, clock) }))
      const moved = new Set((await alarms.advance(marks)).map(({ alarm }) => alarm))
      // Those of devices that catch up stay due, and must not keep the others from their turn.
      waiting += due.filter(({ id }) => !moved.has(id)).length
      looks += 1
    } while (due.length === DUE_MAX && looks < LOOKS_MAX)
    // Delays end first: what they end was of the past.
    if (due.length === DUE_MAX) return
    await this.#watches.endPast(now - UNDER_WAY_MAX, (one) => isQuiet(this.#arrivalOf(one), now))
  }

  /** When something came of it last. What a restart found observed may go on any moment: it is waited for from then on. */
  #arrivalOf({ channel, at }: AlarmObservation): Instant {
    const { arrivedAt } = this.#watches.find(channel.id) ?? { arrivedAt: at }
    return Math.max(arrivedAt, this.#startedAt ?? -Infinity)
  }
}
