import { MINUTE, type Instant } from '../time.ts'

/**
 * A time in which more alarms come than a person can answer. ISA-18.2 and EEMUA 191: it begins with more than ten alarms
 * within ten minutes and lasts until fewer than five come within ten minutes.
 */
export interface Flood {
  /** The first of the alarms that make it one. */
  readonly from: Instant
  /** Exclusive. */
  readonly until: Instant
  readonly count: number
}

export const FLOOD_WINDOW = 10 * MINUTE
const FLOOD_ABOVE = 10
const FLOOD_BELOW = 5

/** Of announcements in the order of time, the floods, oldest first; one that goes on at `until` ends there. */
export function findFloods(announcedAt: readonly Instant[], until: Instant): Flood[] {
  const floods: Flood[] = []
  let [first, startOfLast] = [0, 0]
  for (let newest = 0; newest < announcedAt.length; newest++) {
    first = dropOld(announcedAt, first, newest)
    if (newest - first + 1 <= FLOOD_ABOVE) continue
    const before = floods.at(-1)
    const start = timeOf(announcedAt, first)
    // What is left of one flood may begin the next: then it is one.
    const isSame = before !== undefined && start < before.until
    if (isSame) floods.pop()
    else startOfLast = first
    newest = findLast(announcedAt, newest)
    const end = Math.min(endAfter(announcedAt, newest), until)
    const from = isSame ? before.from : start
    floods.push({ from, until: end, count: newest - startOfLast + 1 })
  }
  return floods
}

/** The most that came within ten minutes. */
export function findPeak(announcedAt: readonly Instant[]): number {
  let [first, peak] = [0, 0]
  for (const newest of announcedAt.keys()) {
    first = dropOld(announcedAt, first, newest)
    peak = Math.max(peak, newest - first + 1)
  }
  return peak
}

/** The first one that is in the ten minutes that end with the newest. */
function dropOld(announcedAt: readonly Instant[], first: number, newest: number): number {
  const old = timeOf(announcedAt, newest) - FLOOD_WINDOW
  let at = first
  while (timeOf(announcedAt, at) <= old) at++
  return at
}

/** The last announcement of a flood that this one is in. */
function findLast(announcedAt: readonly Instant[], newest: number): number {
  let at = newest
  while (true) {
    const end = endAfter(announcedAt, at)
    if (timeOf(announcedAt, at + 1) > end) return at
    if (timeOf(announcedAt, at + 1) === end) {
      // At the very instant at which old ones leave, others come: are they enough?
      let last = at + 1
      while (timeOf(announcedAt, last + 1) === end) last++
      if (endAfter(announcedAt, last) <= end) return at
      at = last
    } else at++
  }
}

/** When too few are left for a flood, where no other comes after this one. */
function endAfter(announcedAt: readonly Instant[], newest: number): Instant {
  return timeOf(announcedAt, newest - FLOOD_BELOW + 1) + FLOOD_WINDOW
}

function timeOf(announcedAt: readonly Instant[], index: number): Instant {
  return announcedAt[index] ?? Infinity
}
