import type { Course, Transition } from '#domain/alarm/transition.ts'
import type { Instant } from '#domain/time.ts'

import { toBatches } from '../database/row-batches.ts'
import { toStateColumns, type Alarm } from './alarm-rows.ts'
import type { AlarmEvent, LimitVersion } from './contract-alarms.ts'
import { takeNumbers } from './counter.ts'
import type { AlarmEventTable, AlarmTable, Change } from './schema.ts'

export interface Chapter {
  readonly alarm: Alarm
  readonly course: Course
  readonly limit: LimitVersion
  /** What else is known now. */
  readonly known?: Partial<Pick<AlarmTable, 'value' | 'place' | 'seen_at'>>
  /** So many of the transitions came by themselves before that was known. */
  readonly earlierCount?: number
}

/** Writes what happened to the alarm and what it has become. */
export async function keepCourse(tx: Change, chapter: Chapter): Promise<AlarmEvent[]> {
  const { alarm, course, limit, known = {}, earlierCount = 0 } = chapter
  const row = { ...alarm.row, ...known, ...toStateColumns(course.state, limit) }
  const { transitions } = course
  const last = transitions.at(-1)
  const changed = row.phase !== alarm.row.phase || row.level !== alarm.row.level
  const since = changed && last !== undefined ? last.at : row.since
  const raised = transitions.findLast(({ kind }) => kind === 'raised')
  const next = { ...row, since, raised_at: raised?.at ?? row.raised_at }
  await tx.updateTable('alarm').set(next).where('id', '=', row.id).execute()
  return await insertEvents(
    tx,
    transitions.map((transition, index) => {
      const { value } = index < earlierCount ? alarm.row : next
      return toEvent(transition, { ...next, value })
    }),
  )
}

/** What people add beside the alarm's life. */
export async function keepNote(
  tx: Change,
  { row }: Alarm,
  note: Pick<AlarmEvent, 'kind' | 'at' | 'by' | 'reason'> & { readonly assignee?: string | null },
): Promise<AlarmEvent> {
  const { phase, level, silent, value, limit_version: limitVersion } = row
  const place = { from: phase, to: phase, level, silent: silent === 1, value, limitVersion }
  const [event] = await insertEvents(tx, [{ assignee: null, ...note, ...place, alarm: row.id }])
  if (event === undefined) throw new Error('a note was not written')
  return event
}

type NewEvent = Omit<AlarmEvent, 'id' | 'recordedAt'>

function toEvent(transition: Transition, row: AlarmTable): NewEvent {
  const { kind, at, from, to, level, silent, by = null, reason = null } = transition
  const { id: alarm, value, limit_version: limitVersion } = row
  const assignee = null
  return { kind, at, from, to, level, silent, by, reason, alarm, value, limitVersion, assignee }
}

async function insertEvents(tx: Change, events: readonly NewEvent[]): Promise<AlarmEvent[]> {
  if (events.length === 0) return []
  const firstId = await takeNumbers(tx, 'alarm-event', events.length)
  const recordedAt: Instant = Date.now()
  const kept = events.map((event, index) => ({ ...event, id: firstId + index, recordedAt }))
  for (const some of toBatches(kept)) {
    await tx.insertInto('alarm_event').values(some.map(toRow)).execute()
  }
  return kept
}

function toRow(event: AlarmEvent): AlarmEventTable {
  const { recordedAt, from, to, silent, by, limitVersion, ...same } = event
  return {
    ...same,
    recorded_at: recordedAt,
    from_phase: from,
    to_phase: to,
    silent: Number(silent),
    by_person: by,
    limit_version: limitVersion,
  }
}

export function fromRow(row: AlarmEventTable): AlarmEvent {
  const { recorded_at, from_phase, to_phase, silent, by_person, limit_version, ...same } = row
  return {
    ...same,
    recordedAt: recorded_at,
    from: from_phase,
    to: to_phase,
    silent: silent === 1,
    by: by_person,
    limitVersion: limit_version,
  }
}
