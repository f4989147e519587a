import type { Priority } from '../alarm/limit.ts'
import type { PlaceKind } from '../place.ts'
import type { Instant } from '../time.ts'
import type { ChannelName } from './notice.ts'
import { isWithin, weekdayOf, type DailySpan, type WallTime } from './wall-clock.ts'

/**
 * One line of the table that says who is told of what. Every line that fits an alarm counts; who is in several is told
 * once. An empty list fits everything.
 */
export interface NotificationRoute {
  readonly id: string
  readonly sites: readonly string[]
  readonly placeKinds: readonly PlaceKind[]
  readonly priorities: readonly Priority[]
  /** By the clock of the site; null: the whole day. */
  readonly hours: DailySpan | null
  /** 1 Monday … 7 Sunday. */
  readonly weekdays: readonly number[]
  /** Only these of a person's channels. */
  readonly channels: readonly ChannelName[]
  /** The first is at once or later, each further one later still. */
  readonly steps: readonly EscalationStep[]
  /** When a digest goes out by the person's clock; null: each alarm is told by itself. */
  readonly digestAt: WallTime | null
  /** Whether those who were told hear when it is over. */
  readonly tellsEnd: boolean
}

/** Who is told when nobody has answered for so long (milliseconds since the alarm asked). */
export interface EscalationStep {
  readonly after: number
  /** At least one. */
  readonly to: readonly Recipient[]
}

export type Recipient = { readonly person: string } | { readonly roster: string }

/** What a route looks at. */
export interface RoutedAlarm {
  readonly site: string
  readonly timezone: string
  readonly placeKind: PlaceKind
  readonly priority: Priority
}

export function fits(route: NotificationRoute, alarm: RoutedAlarm, at: Instant): boolean {
  const { sites, placeKinds, priorities, weekdays, hours } = route
  return (
    isAmong(sites, alarm.site) &&
    isAmong(placeKinds, alarm.placeKind) &&
    isAmong(priorities, alarm.priority) &&
    isAmong(weekdays, weekdayOf(alarm.timezone, at)) &&
    (hours === null || isWithin(hours, alarm.timezone, at))
  )
}

/** An empty list is everything. */
export function isAmong<T>(list: readonly T[], one: T): boolean {
  return list.length === 0 || list.includes(one)
}
