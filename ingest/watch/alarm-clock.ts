import { SECOND, type Instant } from '#domain/time.ts'
import type { AlarmObservation, AlarmRecord } from '#store/registry/contract-alarms.ts'

import { isPast, isQuiet } from './lateness.ts'
import type { SiteSilence } from './site-silence.ts'
import type { Suppressor } from './suppressor.ts'
import type { Watches } from './watches.ts'

/** How often time passes for alarms. */
const EVERY = SECOND
/** Alarms of one look; the others are due the next time. */
const DUE_MAX = 500
/** A reading that was measured before now may still be under way for so long. */
const UNDER_WAY_MAX = 2 * SECOND

export interface AlarmClockParts {
  readonly suppressor: Suppressor
  readonly silence: SiteSilence
  readonly watches: Watches
}

/**
 * Ends the delays of alarms. For a device that reports as it measures, time is the clock's: a door that stands open says so
 * once. For one that catches up after an outage, time is that of its readings: how the past went on is still on its way.
 */
export class AlarmClock {
  readonly #suppressor: Suppressor
  readonly #silence: SiteSilence
  readonly #watches: Watches
  #at: Instant = -Infinity
  /** Of what came before nothing is known but what was observed. */
  #startedAt: Instant | undefined

  constructor({ suppressor, silence, watches }: AlarmClockParts) {
    this.#suppressor = suppressor
    this.#silence = silence
    this.#watches = watches
  }

  /** Called often; does something at most once a second. All that came until `now` was taken in. */
  async tick(now: Instant): Promise<void> {
    if (now - this.#at < EVERY) return
    this.#startedAt ??= now
    const until = now - UNDER_WAY_MAX
    const { alarms } = this.#suppressor
    const due = await alarms.listDue(until, DUE_MAX)
    const marks = due.map((alarm) => ({ id: alarm.id, until: this.#toldUntil(alarm, now) }))
    await alarms.advance(marks)
    // Delays end first: what they end was of the past.
    if (due.length < DUE_MAX) {
      await this.#watches.endPast(until, (one) => isQuiet(this.#arrivalOf(toSeen(one)), now))
    }
    await this.#silence.look(until)
    await this.#suppressor.apply(until, this.#silence.sites)
    this.#at = now
  }

  #toldUntil(alarm: AlarmRecord, now: Instant): Instant {
    const intake = this.#watches.find(alarm.channelId)
    const isLive = intake !== undefined && !isPast(intake.at, intake.arrivedAt)
    const isTimed = isLive || this.#watches.isOfSite(alarm.limit)
    if (isTimed || isQuiet(this.#arrivalOf(alarm), now)) return now - UNDER_WAY_MAX
    return intake?.at ?? alarm.observedAt
  }

  /** When something came of it last. What a restart found observed may go on any moment: it is waited for from then on. */
  #arrivalOf({ channelId, observedAt }: Seen): Instant {
    const { arrivedAt } = this.#watches.find(channelId) ?? { arrivedAt: observedAt }
    return Math.max(arrivedAt, this.#startedAt ?? -Infinity)
  }
}

type Seen = Pick<AlarmRecord, 'channelId' | 'observedAt'>

function toSeen({ channel, at }: AlarmObservation): Seen {
  return { channelId: channel.id, observedAt: at }
}
