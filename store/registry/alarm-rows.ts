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
    ...toStateColumns(state, limit),
  }
  await tx.insertInto('alarm').values(row).execute()
  return { row, state }
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
  { after = 0, limit, phases, place, device }: AlarmQuery,
): Promise<AlarmRecord[]> {
  let query = db.selectFrom('alarm').selectAll().where('id', '>', after)
  if (phases !== undefined) query = query.where('phase', 'in', phases)
  if (place !== undefined) query = query.where('place', 'in', [place].flat())
  if (device !== undefined) query = query.where('device', 'in', [device].flat())
  const rows = await query.orderBy('id').limit(limit).execute()
  return rows.map(toRecord)
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
    past: state.past,
    raisedAt: row.raised_at,
    observed: state.observed,
    observedAt: state.at,
  }
}
