import type { Priority } from '../alarm/limit.ts'
import type { Instant } from '../time.ts'
import type { Person } from './person.ts'
import { isWithin, nextAt, type WallTime } from './wall-clock.ts'

const PIERCING: ReadonlySet<Priority> = new Set<Priority>(['high', 'urgent'])

/** When a person may be told of something at the earliest: not in quiet hours, unless it cannot wait; with a digest then. */
export function deliveryTime(
  { quietHours, timezone }: Pick<Person, 'quietHours' | 'timezone'>,
  { priority, digestAt }: { readonly priority: Priority; readonly digestAt: WallTime | null },
  at: Instant,
): Instant {
  const due = digestAt === null ? at : nextAt(digestAt, timezone, at)
  if (quietHours === null || PIERCING.has(priority)) return due
  return isWithin(quietHours, timezone, due) ? nextAt(quietHours.until, timezone, due) : due
}
