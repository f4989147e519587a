import { nextDueAt } from '#domain/alarm/course.ts'
import { toAlarmSettings } from '#domain/alarm/limit.ts'
import {
  createAlarmState,
  isSilent,
  levelOf,
  phaseOf,
  type AlarmState,
} from '#domain/alarm/state.ts'

import type { AlarmObservation, AlarmQuery, AlarmRecord, LimitVersion } from './contract-alarms.ts'
import { takeNumbers } from './counter.ts'
import { notFound } from './error.ts'
import type { AlarmTable, Change, Database } from './schema.ts'

/** An alarm as kept, with its state. */
export interface Alarm {
  readonly row: AlarmTable
  readonly state: AlarmState
  /** It was made just now. */
  readonly isNew?: boolean
}

export async function requireAlarm(db: Database, id: number): Promise<Alarm> {
  const row = await findAlarm(db, id)
  if (row === undefined) throw notFound('alarm', id)
  return toAlarm(row)
}

export async function findAlarm(db: Database, id: number): Promise<AlarmTable | undefined> {
  return await db.selectFrom('alarm').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The alarm that is observed, made when it is the first time that it is out of order; undefined: it never was. */
export async function openAlarm(
  tx: Change,
  { limit, channel, place, at, level }: AlarmObservation,
): Promise<Alarm | undefined> {
  const known = await tx
    .selectFrom('alarm')
    .selectAll()
    .where('limit_id', '=', limit.limit.id)
    .where('channel', '=', channel.id)
    .executeTakeFirst()
  if (known !== undefined) return toAlarm(known)
  if (level === 0) return undefined
  const state = createAlarmState(toAlarmSettings(limit.limit), at)
  const row: AlarmTable = {
    id: await takeNumbers(tx, 'alarm'),
    limit_id: limit.limit.id,
    channel: channel.id,
    channel_name: channel.name,
    device: channel.device,
    place,
    since: at,
    raised_at: null,
    value: null,
    assignee: null,
    seen_at: null,
    ...toStateColumns(state, limit),
  }
  await tx.insertInto('alarm').values(row).execute()
  return { row, state, isNew: true }
}

/** What a state means for the row of its alarm. */
export function toStateColumns(state: AlarmState, { limit, version }: LimitVersion) {
  const level = levelOf(state)
  return {
    limit_version: version,
    phase: phaseOf(state),
    level,
    priority: limit.levels[level - 1]?.priority ?? null,
    silent: Number(isSilent(state)),
    due_at: nextDueAt(state, toAlarmSettings(limit)) ?? null,
    state: JSON.stringify(state),
  }
}

export async function listAlarms(
  db: Database,
  { after = 0, limit, ...where }: AlarmQuery,
): Promise<AlarmRecord[]> {
  const { site, silent } = where
  let query = db.selectFrom('alarm').selectAll().where('id', '>', after)
  for (const [column, accepted] of listConditions(where)) {
    query = query.where(column, 'in', accepted)
  }
  if (silent !== undefined) query = query.where('silent', '=', Number(silent))
  if (site !== undefined) {
    const places = db.selectFrom('place').select('id').where('site', 'in', [site].flat())
    query = query.where('place', 'in', places)
  }
  const rows = await query.orderBy('id').limit(limit).execute()
  return rows.map(toRecord)
}

type Condition = readonly [
  column: 'phase' | 'place' | 'device' | 'limit_id' | 'priority' | 'assignee',
  accepted: readonly string[],
]

/** Columns that hold one of some values. */
function listConditions(query: Omit<AlarmQuery, 'limit'>): Condition[] {
  const { phases, place, device, limitId, priorities, assignee } = query
  const asked = [
    ['phase', phases],
    ['place', place],
    ['device', device],
    ['limit_id', limitId],
    ['priority', priorities],
    ['assignee', assignee],
  ] as const
  return asked.flatMap(([column, accepted]) =>
    accepted === undefined ? [] : [[column, [accepted].flat()] as const],
  )
}

export function toAlarm(row: AlarmTable): Alarm {
  const state: AlarmState = JSON.parse(row.state)
  // States that were kept before there was a past lack it.
  return { row, state: { ...state, past: state.past ?? false } }
}

export function toRecord(row: AlarmTable): AlarmRecord {
  const { state } = toAlarm(row)
  const { id, device, place, phase, level, priority, since, value, assignee } = row
  return {
    id,
    device,
    place,
    phase,
    level,
    priority,
    since,
    value,
    assignee,
    limit: row.limit_id,
    limitVersion: row.limit_version,
    channel: row.channel_name,
    channelId: row.channel,
    silent: row.silent === 1,
    suppressions: state.suppressions,
    past: state.past,
    raisedAt: row.raised_at,
    asks: state.answer === 'awaited',
    observed: state.observed,
    observedAt: state.at,
    seenAt: row.seen_at ?? state.at,
  }
}
