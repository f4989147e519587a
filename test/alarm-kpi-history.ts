import * as fc from 'fast-check'

import { act } from '#domain/alarm/command.ts'
import { advance, observe } from '#domain/alarm/course.ts'
import type { Priority } from '#domain/alarm/limit.ts'
import { createAlarmState, type AlarmSettings } from '#domain/alarm/state.ts'
import type { KpiEvent } from '#domain/alarm/trace.ts'
import type { Course } from '#domain/alarm/transition.ts'
import { NguonError } from '#domain/error.ts'
import { MINUTE } from '#domain/time.ts'

/** Histories as real alarms have them, for whoever tests what is told of them. */

const SETTINGS: AlarmSettings = {
  onDelays: [2 * MINUTE, 0],
  offDelay: MINUTE,
  reAlarmTime: 200 * MINUTE,
  maxTimeShelved: 1_000 * MINUTE,
}
const LEVELS: readonly (Priority | null)[] = [null, 'low', 'high']
export const TIME_TO_RESPOND = 30 * MINUTE

type Step = 'observe-0' | 'observe-1' | 'observe-2' | 'wait' | 'acknowledge' | 'shelve' | 'unshelve'
const step = fc.record({
  what: fc.constantFrom<Step>(
    ...['observe-0', 'observe-1', 'observe-2', 'observe-2', 'wait', 'acknowledge'].map(
      (one) => one as Step,
    ),
    'shelve',
    'unshelve',
  ),
  after: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 400 })),
  lag: fc.integer({ min: 0, max: 5 }),
  by: fc.constantFrom('Lan', 'Minh'),
})

/** What happened to some alarms over days, in the order in which it was written; each alarm's in the order of time. */
export const history: fc.Arbitrary<KpiEvent[]> = fc
  .array(fc.array(step, { maxLength: 60, size: 'max' }), { maxLength: 14 })
  .map((lives) =>
    lives
      .flatMap((steps, alarm) => live(alarm, steps))
      .toSorted((a, b) => a.recordedAt - b.recordedAt),
  )

function live(
  alarm: number,
  steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : 0)[],
) {
  let state = createAlarmState(SETTINGS, 0)
  let [now, recordedAt] = [0, 0]
  const events: KpiEvent[] = []
  for (const { what, after, lag, by } of steps) {
    now += after * MINUTE
    const course = go(state, { what, at: now, by })
    state = course.state
    recordedAt = Math.max(recordedAt, now + lag * MINUTE)
    for (const transition of course.transitions) {
      const { kind, at, from, to, level, silent } = transition
      const told = { kind, at, from, to, level, silent, by: transition.by ?? null }
      const priority = LEVELS[level] ?? null
      events.push({ ...told, alarm, recordedAt, priority, timeToRespond: TIME_TO_RESPOND })
    }
  }
  return events
}

function go(
  state: Course['state'],
  { what, at, by }: { readonly what: Step; readonly at: number; readonly by: string },
): Course {
  if (what === 'wait') return advance(state, SETTINGS, at)
  const [, level] = what.split('-')
  if (level !== undefined) return observe(state, SETTINGS, { at, level: Number(level) })
  try {
    if (what === 'shelve') {
      const duration = 90 * MINUTE
      return act(state, SETTINGS, { kind: 'shelve', at, by, reason: 'cleaning', duration })
    }
    return act(state, SETTINGS, { kind: what === 'acknowledge' ? what : 'unshelve', at, by })
  } catch (error) {
    // Nothing to acknowledge, or shelved already: then it is not done.
    if (error instanceof NguonError) return advance(state, SETTINGS, at)
    throw error
  }
}
