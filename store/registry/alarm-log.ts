import { DAY, type Instant } from '#domain/time.ts'

import { fromRow } from './alarm-events.ts'
import type { AlarmEvent, AlarmEventQuery } from './contract-alarms.ts'
import type { Database } from './schema.ts'

/** What happened is written after it happened. A clock that was ahead for a while is forgiven so much. */
const CLOCK_AHEAD_MAX = DAY

export async function listEvents(db: Database, asked: AlarmEventQuery): Promise<AlarmEvent[]> {
  const { after, limit, alarm, kinds, place, from, until, newestFirst = false } = asked
  let query = db.selectFrom('alarm_event').selectAll()
  if (after !== undefined) query = query.where('id', newestFirst ? '<' : '>', after)
  if (alarm !== undefined) query = query.where('alarm', '=', alarm)
  if (kinds !== undefined) query = query.where('kind', 'in', kinds)
  if (place !== undefined) {
    query = query.where('alarm', 'in', (eb) =>
      eb.selectFrom('alarm').select('alarm.id').where('alarm.place', 'in', place),
    )
  }
  if (from !== undefined) {
    // Nothing older need be looked through: events are found by when they were written, not by when they happened.
    const earlier = await findEventBefore(db, from - CLOCK_AHEAD_MAX)
    query = query.where('id', '>', earlier).where('at', '>=', from)
  }
  if (until !== undefined) query = query.where('at', '<', until)
  const rows = await query
    .orderBy('id', newestFirst ? 'desc' : 'asc')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}

export async function findNewestEvent(db: Database): Promise<number> {
  const newest = await db
    .selectFrom('alarm_event')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest?.id ?? 0
}

/** Ids and the times of writing rise together, so a few looks find the place: no index is needed. */
export async function findEventBefore(db: Database, recordedAt: Instant): Promise<number> {
  let [before, behind] = [0, (await findNewestEvent(db)) + 1]
  while (behind - before > 1) {
    const middle = Math.floor((before + behind) / 2)
    const event = await findEvent(db, middle)
    if (event !== undefined && event.id < behind && event.recorded_at < recordedAt) {
      before = event.id
    } else behind = middle
  }
  return before
}

/** This one, or the next where it is not there. */
async function findEvent(db: Database, id: number) {
  return await db
    .selectFrom('alarm_event')
    .select(['id', 'recorded_at'])
    .where('id', '>=', id)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}
