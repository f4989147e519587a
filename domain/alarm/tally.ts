import { DAY } from '../time.ts'
import type { Instant } from '../time.ts'
import type { Excursion } from './excursion.ts'

/** What a limit has done in some time. Durations in milliseconds. */
export interface Tally {
  /** Alarms that were raised. */
  readonly alarmCount: number
  /** Excursions that were over before the on-delay: nobody would have been told. */
  readonly pendingCount: number
  readonly alarmsPerWeek: number
  /** How long it was outside in all, raised or not. */
  readonly outside: number
  /** The same, of what was raised. */
  readonly alarmed: number
  /** Of what was raised; null: nothing was. */
  readonly longest: number | null
}

/** `watched`: for how long it was watched; `until`: what is under way counts until then. */
export function tally(
  excursions: readonly Excursion[],
  { watched, until }: { readonly watched: number; readonly until: Instant },
): Tally {
  const lasted = ({ from, until: over }: Excursion) => (over ?? until) - from
  const raised = excursions.filter(({ raisedAt }) => raisedAt !== null)
  const durations = raised.map(lasted)
  return {
    alarmCount: raised.length,
    pendingCount: excursions.length - raised.length,
    alarmsPerWeek: watched > 0 ? (raised.length * 7 * DAY) / watched : 0,
    outside: sum(excursions.map(lasted)),
    alarmed: sum(durations),
    longest: durations.length === 0 ? null : Math.max(...durations),
  }
}

/** Of several channels. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const longest = tallies.flatMap((one) => one.longest ?? [])
  const of = (key: Exclude<keyof Tally, 'longest'>) => sum(tallies.map((one) => one[key]))
  return {
    alarmCount: of('alarmCount'),
    pendingCount: of('pendingCount'),
    alarmsPerWeek: of('alarmsPerWeek'),
    outside: of('outside'),
    alarmed: of('alarmed'),
    longest: longest.length === 0 ? null : Math.max(...longest),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
