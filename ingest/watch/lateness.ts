import { MINUTE, type Instant } from '#domain/time.ts'

/** Readings that come later than this after they were measured are of a device that catches up. */
const LIVE_LAG_MAX = 2 * MINUTE
/** A device that caught up and has been quiet for so long has nothing more to say of the past. */
const QUIET_MAX = 15 * MINUTE

/** What was measured then and came then tells how things were, and not how they are. */
export function isPast(measuredAt: Instant, arrivedAt: Instant): boolean {
  return arrivedAt - measuredAt > LIVE_LAG_MAX
}

export function isQuiet(arrivedAt: Instant, now: Instant): boolean {
  return now - arrivedAt > QUIET_MAX
}
