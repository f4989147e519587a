import { sql, type RawBuilder } from 'kysely'

import type { EpcisEvent } from '#trace/epcis/event.ts'
import type { Json } from '#trace/epcis/json.ts'
import type { Condition, EventQuery } from '#trace/epcis/query.ts'

import type { EventPage, StoredEvent } from './events-contract.ts'
import { findFieldIds } from './events-fields.ts'
import { fieldsOf, toWhere, type FieldIds } from './events-where.ts'
import type { Database } from './schema.ts'

type Sql = RawBuilder<unknown>

export async function findEvents(
  db: Database,
  query: EventQuery,
  page: EventPage,
): Promise<StoredEvent[]> {
  const source = await toSource(db, query, page)
  const direction = query.direction === 'ASC' ? sql`asc` : sql`desc`
  const order =
    query.orderBy === 'recordTime'
      ? sql`e.seq ${direction}`
      : sql`${source.time} ${direction}, ${source.seq} ${direction}`
  const chosen = sql`select e.seq, e.event_time, e.is_ahead ${source.from} order by ${order} limit ${page.limit}`
  return await readEvents(db, chosen, query)
}

export async function countEvents(db: Database, query: EventQuery, limit: number): Promise<number> {
  const { from } = await toSource(db, query, { limit })
  const counted = sql<{
    count: number
  }>`select count(*) as count from (select 1 ${from} limit ${limit})`
  const { rows } = await counted.execute(db)
  return rows[0]?.count ?? 0
}

export async function findEventsOf(db: Database, id: string): Promise<StoredEvent[]> {
  const chosen = sql`select e.seq, e.event_time, e.is_ahead from event e where e.event_id = ${id} order by e.seq`
  return await readEvents(db, chosen, { orderBy: 'recordTime', direction: 'ASC' })
}

interface EventRow {
  readonly seq: number
  readonly event_time: number
  readonly is_ahead: number
  readonly body: string
  readonly recorded_at: number
}

/** The bodies are read of those events alone that are chosen. */
async function readEvents(
  db: Database,
  chosen: Sql,
  { orderBy, direction }: Pick<EventQuery, 'orderBy' | 'direction'>,
): Promise<StoredEvent[]> {
  const by = orderBy === 'recordTime' ? [sql`c.seq`] : [sql`c.event_time`, sql`c.seq`]
  const order = by.map((column) => sql`${column} ${direction === 'ASC' ? sql`asc` : sql`desc`}`)
  const { rows } = await sql<EventRow>`
    select c.seq, c.event_time, c.is_ahead, r.body, r.recorded_at
    from (${chosen}) c join record r on r.seq = c.seq order by ${sql.join(order)}`.execute(db)
  return rows.map((row) => {
    const { event, context } = JSON.parse(row.body) as {
      readonly event: EpcisEvent
      readonly context: readonly Json[]
    }
    return {
      seq: row.seq,
      recordedAt: row.recorded_at,
      eventAt: row.event_time,
      isAhead: row.is_ahead === 1,
      event,
      context,
    }
  })
}

interface Source {
  /** `from … where …` */
  readonly from: Sql
  readonly time: Sql
  readonly seq: Sql
}

async function toSource(db: Database, query: EventQuery, page: EventPage): Promise<Source> {
  const ids = await findFieldIds(db, fieldsOf(query.conditions))
  const driver = query.orderBy === 'eventTime' ? toDriver(query.conditions, ids) : undefined
  const others = query.conditions.filter((condition) => condition !== driver?.condition)
  const [time, seq] =
    driver === undefined ? [sql`e.event_time`, sql`e.seq`] : [sql`d.event_time`, sql`d.seq`]
  const where = [
    ...(driver === undefined ? [] : [driver.where]),
    ...toBounds(query, page, { time, seq }),
    ...others.map((condition) => toWhere(condition, ids)),
  ]
  const tables =
    driver === undefined
      ? sql`from event e`
      : sql`from event_term d cross join event e on e.seq = d.seq`
  const from = where.length === 0 ? tables : sql`${tables} where ${sql.join(where, sql` and `)}`
  return { from, time, seq }
}

/**
 * One value of one field, whose entries stand in the order of the answer: they are walked until there are enough, however
 * many there are. (`cross join` keeps SQLite from turning it round: https://sqlite.org/optoverview.html §8.2.)
 */
function toDriver(conditions: readonly Condition[], ids: FieldIds) {
  for (const condition of conditions) {
    if (condition.kind !== 'terms' || condition.fields.length > 1) continue
    const [match] = condition.matches
    const field = ids.get(condition.fields[0] ?? '')
    if (condition.matches.length > 1 || match === undefined || !('equals' in match)) continue
    if (field === undefined) continue
    return { condition, where: sql`d.field = ${field} and d.value = ${match.equals}` }
  }
  return undefined
}

function toBounds(
  query: EventQuery,
  page: EventPage,
  { time, seq }: Pick<Source, 'time' | 'seq'>,
): Sql[] {
  const bounds: Sql[] = []
  const { after, upTo, since } = page
  if (upTo !== undefined) bounds.push(sql`${seq} <= ${upTo}`)
  if (since !== undefined) bounds.push(sql`${seq} > ${since}`)
  if (after !== undefined) {
    const beyond = query.direction === 'ASC' ? sql`>` : sql`<`
    bounds.push(
      query.orderBy === 'recordTime'
        ? sql`e.seq ${beyond} ${after.seq}`
        : sql`(${time}, ${seq}) ${beyond} (${after.eventAt}, ${after.seq})`,
    )
  }
  return bounds
}
