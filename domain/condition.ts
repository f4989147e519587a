import { judge, type Limit } from './limit.ts'
import type { PlaceKind } from './place.ts'
import { findLimit } from './starting-limits.ts'
import type { Text } from './text.ts'
import { MINUTE, type Instant } from './time.ts'

/** How a place is, the worst first: `silent` has stopped reporting, `unknown` never has. */
export const CONDITION_STATES = ['critical', 'silent', 'warning', 'unknown', 'good'] as const
export type ConditionState = (typeof CONDITION_STATES)[number]

export const CONDITION_NAMES: Readonly<Record<ConditionState, Text>> = {
  critical: { vi: 'Nguy hiểm', en: 'Critical' },
  silent: { vi: 'Mất tín hiệu', en: 'Silent' },
  warning: { vi: 'Cần chú ý', en: 'Warning' },
  unknown: { vi: 'Chưa có số liệu', en: 'No readings' },
  good: { vi: 'Tốt', en: 'Good' },
}

/**
 * A channel that misses this many of its intervals is silent. One whose interval is not known may report on change only, as
 * a door does: it is silent when its whole device has said nothing for the hour.
 */
const INTERVALS_MISSED_MAX = 3
const SILENCE_MAX = 60 * MINUTE

/** The newest reading of a channel, and how often one should come (milliseconds; null: not known). */
export interface Newest {
  readonly channel: string
  readonly expectedEvery: number | null
  readonly value: number
  readonly measuredAt: Instant
  /** When the newest reading of any channel of its device was measured. */
  readonly deviceMeasuredAt: Instant
}

export interface Finding extends Newest {
  readonly state: ConditionState
  readonly limit: Limit | undefined
}

/** What one channel says about the place where it is now. */
export function findCondition(kind: PlaceKind, newest: Newest, now: Instant): Finding {
  const limit = findLimit(kind, newest.channel)
  if (isSilent(newest, now)) return { ...newest, limit, state: 'silent' }
  return { ...newest, limit, state: limit === undefined ? 'good' : judge(limit, newest.value) }
}

/** For how long a channel may say nothing; where its interval is not known, for how long its device may. */
export function patienceOf(expectedEvery: number | null): number {
  return expectedEvery === null ? SILENCE_MAX : expectedEvery * INTERVALS_MISSED_MAX
}

function isSilent({ expectedEvery, measuredAt, deviceMeasuredAt }: Newest, now: Instant): boolean {
  const heardAt = expectedEvery === null ? deviceMeasuredAt : measuredAt
  return now - heardAt > patienceOf(expectedEvery)
}

/** Negative when `a` is worse. */
export function compareConditions(a: ConditionState, b: ConditionState): number {
  return CONDITION_STATES.indexOf(a) - CONDITION_STATES.indexOf(b)
}
