import { act } from '#domain/alarm/command.ts'
import { advance, observe } from '#domain/alarm/course.ts'
import { toAlarmSettings } from '#domain/alarm/limit.ts'
import { resizeLevels } from '#domain/alarm/state.ts'
import { LOGIC } from '#domain/alarm/suppression.ts'
import type { Course } from '#domain/alarm/transition.ts'
import { announces } from '#domain/alarm/transition.ts'
import { NguonError } from '#domain/error.ts'
import type { Instant } from '#domain/time.ts'

import { keepCourse, keepNote } from './alarm-events.ts'
import { findEventBefore, findNewestEvent, listEvents } from './alarm-log.ts'
import { findAlarm, listAlarms, openAlarm, requireAlarm, toRecord } from './alarm-rows.ts'
import type {
  AlarmAssignment,
  AlarmComment,
  AlarmDeed,
  AlarmEvent,
  AlarmMark,
  AlarmObservation,
  AlarmOutcome,
  AlarmRecord,
  Alarms,
} from './contract-alarms.ts'
import { requireLimitVersion } from './limits.ts'
import type { Change, Database } from './schema.ts'

export function createAlarms(db: Database): Alarms {
  return {
    observe: async (observations) =>
      observations.length === 0
        ? []
        : await db.transaction().execute((tx) => observeAll(tx, observations)),
    listDue: (until, limit, offset = 0) => listDue(db, until, { limit, offset }),
    advance: async (marks) =>
      marks.length === 0 ? [] : await db.transaction().execute((tx) => advanceAll(tx, marks)),
    act: (id, command) => db.transaction().execute((tx) => actOn(tx, { id, command })),
    actAll: (deeds) => db.transaction().execute((tx) => actOnAll(tx, deeds)),
    comment: (id, comment) => db.transaction().execute((tx) => commentOn(tx, id, comment)),
    assign: (id, assignment) => db.transaction().execute((tx) => assign(tx, id, assignment)),
    list: (query) => listAlarms(db, query),
    get: async (id) => {
      const row = await findAlarm(db, id)
      return row && toRecord(row)
    },
    history: (query) => listEvents(db, query),
    newestEvent: () => findNewestEvent(db),
    eventBefore: (recordedAt) => findEventBefore(db, recordedAt),
  }
}

async function observeAll(
  tx: Change,
  observations: readonly AlarmObservation[],
): Promise<AlarmEvent[]> {
  const events: AlarmEvent[] = []
  for (const observation of observations) events.push(...(await observeOne(tx, observation)))
  return events
}

async function observeOne(tx: Change, observation: AlarmObservation): Promise<AlarmEvent[]> {
  const alarm = await openAlarm(tx, observation)
  if (alarm === undefined) return []
  const { limit, level, value, place, past = false, seenAt = observation.at } = observation
  if (alarm.row.seen_at !== null && seenAt < alarm.row.seen_at) return []
  const settings = toAlarmSettings(limit.limit)
  const at = Math.max(observation.at, alarm.state.at)
  const passed = advance(resizeLevels(alarm.state, settings), settings, at)
  const begun = alarm.isNew === true ? suppressAtBirth(passed, observation) : passed
  const seen = observe(begun.state, settings, { at, level, past })
  return await keepCourse(tx, {
    alarm,
    course: { ...seen, transitions: [...begun.transitions, ...seen.transitions] },
    limit,
    known: { value, place, seen_at: seenAt },
    earlierCount: passed.transitions.length,
  })
}

/** So that nobody is told in between. */
function suppressAtBirth(born: Course, { limit, at, suppressions = [] }: AlarmObservation): Course {
  let course = born
  for (const reason of suppressions) {
    const command = { kind: 'suppress', at, by: LOGIC, reason } as const
    const { state, transitions } = act(course.state, toAlarmSettings(limit.limit), command)
    course = { state, transitions: [...course.transitions, ...transitions] }
  }
  return course
}

async function listDue(
  db: Database,
  until: Instant,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<AlarmRecord[]> {
  const due = db.selectFrom('alarm').selectAll().where('due_at', '<=', until)
  const rows = await due.orderBy('due_at').orderBy('id').limit(limit).offset(offset).execute()
  return rows.map(toRecord)
}

async function advanceAll(tx: Change, marks: readonly AlarmMark[]): Promise<AlarmEvent[]> {
  const events: AlarmEvent[] = []
  for (const mark of marks) events.push(...(await advanceOne(tx, mark)))
  return events
}

async function advanceOne(tx: Change, { id, until }: AlarmMark): Promise<AlarmEvent[]> {
  const alarm = await requireAlarm(tx, id)
  // Another process was faster.
  if (alarm.row.due_at === null || alarm.row.due_at > until) return []
  const limit = await requireLimitVersion(tx, alarm.row)
  const { state, transitions } = advance(alarm.state, toAlarmSettings(limit.limit), until)
  // It tells what came by itself and no more: readings that are still under way may be older than `until`.
  const at = transitions.at(-1)?.at ?? alarm.state.at
  return await keepCourse(tx, { alarm, course: { state: { ...state, at }, transitions }, limit })
}

/** More happens to no alarm between a message and its answer; else it has surely asked again. */
const EVENTS_SINCE_MAX = 1_000

async function actOnAll(tx: Change, deeds: readonly AlarmDeed[]): Promise<AlarmOutcome[]> {
  const outcomes: AlarmOutcome[] = []
  for (const deed of deeds) outcomes.push(await tryOn(tx, deed))
  return outcomes
}

/** What is refused was refused before anything was written. */
async function tryOn(tx: Change, deed: AlarmDeed): Promise<AlarmOutcome> {
  try {
    return { id: deed.id, alarm: await actOn(tx, deed) }
  } catch (error) {
    if (!(error instanceof NguonError) || error.retry) throw error
    return { id: deed.id, error }
  }
}

async function actOn(tx: Change, { id, command, seenEvent }: AlarmDeed): Promise<AlarmRecord> {
  const alarm = await requireAlarm(tx, id)
  if (seenEvent !== undefined) await requireSeen(tx, id, seenEvent)
  const limit = await requireLimitVersion(tx, alarm.row)
  const at = Math.max(command.at, alarm.state.at)
  const course = act(alarm.state, toAlarmSettings(limit.limit), { ...command, at })
  await keepCourse(tx, { alarm, course, limit })
  return toRecord((await requireAlarm(tx, id)).row)
}

/** Whoever answers has seen all that it asked. */
async function requireSeen(tx: Change, alarm: number, event: number): Promise<void> {
  const later = await listEvents(tx, { alarm, after: event, limit: EVENTS_SINCE_MAX })
  if (later.length < EVENTS_SINCE_MAX && !later.some(announces)) return
  throw new NguonError('ALARM_ASKED_AGAIN', 'The alarm has asked again since.')
}

async function commentOn(
  tx: Change,
  id: number,
  { kind = 'commented', at, by, text }: AlarmComment,
): Promise<AlarmEvent> {
  const alarm = await requireAlarm(tx, id)
  return await keepNote(tx, alarm, { kind, at, by, reason: text })
}

async function assign(
  tx: Change,
  id: number,
  { at, by, assignee, reason }: AlarmAssignment,
): Promise<AlarmRecord> {
  const alarm = await requireAlarm(tx, id)
  await tx.updateTable('alarm').set({ assignee }).where('id', '=', id).execute()
  await keepNote(tx, alarm, {
    kind: 'assigned',
    at,
    by,
    reason: reason ?? null,
    assignee,
  })
  return toRecord({ ...alarm.row, assignee })
}
