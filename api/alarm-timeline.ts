import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Phase } from '#domain/alarm/state.ts'
import type { KpiSpan } from '#domain/alarm/trace.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmEvent, AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { given } from './given.ts'
import { RequestProblem } from './problem.ts'

/** What a picture of an alarm shows, the worse the higher; what is pending concerns nobody. */
export const STATE_OF_PHASE: Readonly<Record<Phase, number>> = {
  normal: 0,
  pending: 0,
  clearing: 1,
  'active-acknowledged': 2,
  'cleared-unacknowledged': 3,
  'active-unacknowledged': 4,
}

export interface TimelinePoint {
  readonly alarm: AlarmRecord
  readonly at: Instant
  readonly state: number
}

/** Changes of one answer; more cannot be looked at. */
const POINTS_MAX = 10_000
const EVENTS_PER_PAGE = 1_000

/**
 * The state of each alarm at the beginning of the span and whenever it changes, in the order of time; alarms that were in order
 * throughout are left out.
 */
export async function readTimeline(
  { alarms }: Pick<Registry, 'alarms'>,
  span: KpiSpan,
  places: readonly string[] | undefined,
): Promise<TimelinePoint[]> {
  const where = given({ place: places })
  const lives = new Map<number, Life>()
  for await (const alarm of listAll<number, AlarmRecord>((page) =>
    alarms.list({ ...page, ...where }),
  )) {
    lives.set(alarm.id, { alarm, first: undefined, points: [] })
  }
  let after = 0
  while (true) {
    // Also what came later: it says how an alarm was before.
    const page = await alarms.history({ after, limit: EVENTS_PER_PAGE, from: span.from, ...where })
    for (const event of page) addEvent(lives.get(event.alarm), event, span)
    refuseTooMany(lives)
    after = page.at(-1)?.id ?? after
    if (page.length < EVENTS_PER_PAGE) break
    await nextTurn()
  }
  const all = [...lives.values()].flatMap((life) => toPoints(life, span))
  return all.toSorted((a, b) => a.at - b.at || a.alarm.id - b.alarm.id)
}

interface Life {
  readonly alarm: AlarmRecord
  /** At the beginning of the span; undefined: nothing has happened since, it is as it is now. */
  first: number | undefined
  readonly points: TimelinePoint[]
}

function addEvent(life: Life | undefined, event: AlarmEvent, { until }: KpiSpan): void {
  if (life === undefined) return
  life.first ??= STATE_OF_PHASE[event.from]
  const state = STATE_OF_PHASE[event.to]
  const before = life.points.at(-1)?.state ?? life.first
  if (event.at >= until || state === before) return
  life.points.push({ alarm: life.alarm, at: event.at, state })
}

function toPoints({ alarm, first, points }: Life, { from }: KpiSpan): TimelinePoint[] {
  const state = first ?? STATE_OF_PHASE[alarm.phase]
  if (state === 0 && points.length === 0) return []
  return [{ alarm, at: from, state }, ...points]
}

function refuseTooMany(lives: ReadonlyMap<number, Life>): void {
  let count = 0
  for (const { points } of lives.values()) count += points.length
  if (count <= POINTS_MAX) return
  const detail = {
    vi: `Báo động đổi hơn ${POINTS_MAX} lần trong khoảng này; một lần trả lời không chứa hết. Hãy chọn nơi hoặc lấy khoảng ngắn hơn.`,
    en: `Alarms changed more than ${POINTS_MAX} times in this span; one answer holds no more. Name a place or take a shorter span.`,
  }
  throw new RequestProblem('bad-request', 'TOO_MANY_CHANGES', detail)
}
