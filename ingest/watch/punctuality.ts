import { MINUTE, SECOND, type Instant } from '#domain/time.ts'

/** A reading that was measured before now may still be under way for so long. */
export const UNDER_WAY_MAX = 2 * SECOND
/**
 * Readings that come later than this after they were measured are of a device that catches up. A clock that is some minutes slow and a
 * radio that delivers every quarter of an hour are of the present: an alarm that is told too late is better than one that is told to nobody.
 */
const LIVE_LAG_MAX = 20 * MINUTE
/** A device that caught up and has been quiet for so long has nothing more to say of the past. */
export const QUIET_MAX = 15 * MINUTE

/** What was measured then and came then tells how things were, and not how they are. */
export function isPast(measuredAt: Instant, arrivedAt: Instant): boolean {
  return arrivedAt - measuredAt > LIVE_LAG_MAX
}

export function isQuiet(arrivedAt: Instant, now: Instant): boolean {
  return now - arrivedAt > QUIET_MAX
}

/** When the newest reading of a channel was measured, and when it came. */
export interface Newest {
  readonly at: Instant
  readonly arrivedAt: Instant
}

/**
 * Until when all is told that these channels have to say, by the clock at `now`. For devices that report as they measure, time is the
 * clock's: a door that stands open says so once. For one that catches up after an outage, time is that of its readings: how the past
 * went on is still on its way. Without a clock (`clock` is −Infinity) it is the newest reading's time.
 */
export function findToldUntil(
  channels: readonly Newest[],
  now: Instant,
  clock: Instant = now - UNDER_WAY_MAX,
): Instant {
  let [slowest, newest] = [Infinity, clock]
  for (const { at, arrivedAt } of channels) {
    const isCatchingUp = isPast(at, arrivedAt) && !isQuiet(arrivedAt, now)
    if (isCatchingUp) slowest = Math.min(slowest, at)
    newest = Math.max(newest, at)
  }
  return slowest === Infinity ? newest : slowest
}

/**
 * Of an alarm of which nothing came since the start: what it tells, or what the clock does when it has been quiet for long. What a restart
 * found observed may go on any moment: it is waited for from then on.
 */
export function findRestUntil(
  observedAt: Instant,
  { now, startedAt }: { readonly now: Instant; readonly startedAt: Instant },
): Instant {
  return isQuiet(Math.max(observedAt, startedAt), now) ? now - UNDER_WAY_MAX : observedAt
}
