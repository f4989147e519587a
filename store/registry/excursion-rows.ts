import type { Excursion } from '#domain/alarm/excursion.ts'
import type { Instant } from '#domain/time.ts'

import { toAlarm } from './alarm-rows.ts'
import type { ExcursionRecord, WatchedSpan } from './contract-excursions.ts'
import type { AlarmTable, Change, Database, ExcursionTable } from './schema.ts'

/** What an alarm's history tells of when it began. */
interface Told {
  readonly alarm: number
  readonly pendedAt: ReadonlySet<Instant>
  readonly raisedAt: ReadonlySet<Instant>
}

/** undefined: there was never an alarm of this limit on this channel. */
export async function findTold(tx: Change, span: WatchedSpan): Promise<Told | undefined> {
  const alarm = await findAlarm(tx, span)
  if (alarm === undefined) return undefined
  const events = await tx
    .selectFrom('alarm_event')
    .select(['kind', 'at'])
    .where('alarm', '=', alarm.id)
    .where('kind', 'in', ['pended', 'raised'])
    .execute()
  const instantsOf = (kind: string) =>
    new Set(events.filter((event) => event.kind === kind).map(({ at }) => at))
  return { alarm: alarm.id, pendedAt: instantsOf('pended'), raisedAt: instantsOf('raised') }
}

/** See `RecordedStory.watchedLevel`. */
export async function findWatchedLevel(db: Database, span: WatchedSpan): Promise<number> {
  const alarm = await findAlarm(db, span)
  return alarm === undefined ? 0 : toAlarm(alarm).state.observed
}

async function findAlarm(
  db: Database,
  { limit, channel }: WatchedSpan,
): Promise<AlarmTable | undefined> {
  return await db
    .selectFrom('alarm')
    .selectAll()
    .where('limit_id', '=', limit.limit.id)
    .where('channel', '=', channel.id)
    .executeTakeFirst()
}

/** The alarm that tells of it: people were told when it was raised, and of what never was, when it began. */
export function findAlarmOf(told: Told | undefined, excursion: Excursion): number | null {
  if (told === undefined) return null
  const { from, raisedAt, settledAt } = excursion
  const instants = raisedAt === null ? told.pendedAt : told.raisedAt
  for (const at of instants) if (at >= from && at <= (settledAt ?? Infinity)) return told.alarm
  return null
}

export function toExcursionRow(
  { limit, channel, place }: WatchedSpan,
  excursion: Excursion,
): Omit<ExcursionTable, 'alarm' | 'recorded_at'> {
  const { from, until, raisedAt, settledAt, level, priority, worst } = excursion
  return {
    limit_id: limit.limit.id,
    limit_version: limit.version,
    channel: channel.id,
    channel_name: channel.name,
    device: channel.device,
    place,
    from_at: from,
    until_at: until,
    raised_at: raisedAt,
    settled_at: settledAt,
    level,
    priority,
    worst,
  }
}

export function toExcursion(row: ExcursionTable): Excursion {
  const { from_at: from, until_at: until, raised_at: raisedAt, settled_at: settledAt } = row
  const { level, priority, worst } = row
  return { from, until, raisedAt, settledAt, level, priority, worst }
}

export function toExcursionRecord(row: ExcursionTable): ExcursionRecord {
  const { device, place, alarm } = row
  return {
    ...toExcursion(row),
    limit: row.limit_id,
    limitVersion: row.limit_version,
    device,
    channel: row.channel_name,
    channelId: row.channel,
    place,
    alarm,
    recordedAt: row.recorded_at,
  }
}
