import { DAY, type Instant } from '../time.ts'
import { offsetAt, toInstant } from '../zone.ts'
import { toTime, type WallTime } from './wall-clock.ts'

/**
 * Who is on duty. People take turns in their order, each for so many days, and hand over at a time of the day by the clock in
 * the zone; the first turn of the first person begins on `startsOn`. A substitution takes the place of whoever's turn it is.
 */
export interface Roster {
  readonly id: string
  readonly name: string
  readonly timezone: string
  /** Ids of people, at least one; the same may have several turns. */
  readonly people: readonly string[]
  readonly turnDays: number
  /** The calendar day on which the first turn begins, `2026-11-23`. */
  readonly startsOn: string
  readonly handoverAt: WallTime
  readonly substitutions: readonly Substitution[]
}

export interface Substitution {
  readonly from: Instant
  /** Exclusive. */
  readonly until: Instant
  /** Id of a person. */
  readonly person: string
}

/** The person on duty; of several substitutions at once the one that was written last. Undefined: before the first turn. */
export function findOnDuty(roster: Roster, at: Instant): string | undefined {
  const substitution = roster.substitutions.findLast(({ from, until }) => from <= at && at < until)
  if (substitution !== undefined) return substitution.person
  const { people, turnDays, startsOn, handoverAt, timezone } = roster
  const handover = toTime(handoverAt)
  // Days that the calendar has gone on since the first turn: a day that is an hour shorter is a day all the same.
  const local = at + offsetAt(timezone, at)
  const first = Date.parse(`${startsOn}T00:00:00Z`)
  const today = Math.floor((local - handover - first) / DAY)
  if (at < toInstant(timezone, first + handover)) return undefined
  return people[Math.floor(Math.max(today, 0) / turnDays) % people.length]
}

/** All whose turn it may be. */
export function peopleOf({ people, substitutions }: Roster): string[] {
  return [...new Set([...people, ...substitutions.map(({ person }) => person)])]
}
