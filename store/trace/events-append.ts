import { setImmediate as breathe } from 'node:timers/promises'

import { MINUTE } from '#domain/time.ts'
import type { PreparedEvent } from '#trace/epcis/prepare.ts'

import { toBatches } from '../database/row-batches.ts'
import type { Recorded } from './contract.ts'
import type { Appended, StoredEvent } from './events-contract.ts'
import { toFieldIds } from './events-fields.ts'
import type { EventNumberTable, EventTable, EventTermTable } from './events-schema.ts'
import type { Change } from './schema.ts'

/** Clocks differ a little; an event that is further ahead of ours has not happened yet. */
const AHEAD_MS_MAX = 5 * MINUTE
/** Then others have their turn: the work of many events holds up nobody who asks for something else. */
const CHUNK_EVENTS = 100

export async function appendEvents(
  tx: Change,
  events: readonly PreparedEvent[],
  by: Recorded,
): Promise<Appended[]> {
  const appended: Appended[] = []
  for (let start = 0; start < events.length; start += CHUNK_EVENTS) {
    if (start > 0) await breathe()
    appended.push(...(await appendChunk(tx, events.slice(start, start + CHUNK_EVENTS), by)))
  }
  return appended
}

async function appendChunk(
  tx: Change,
  events: readonly PreparedEvent[],
  by: Recorded,
): Promise<Appended[]> {
  const there = await findSameIds(tx, events)
  let seq = await readLastRecord(tx)
  const fresh: [PreparedEvent, StoredEvent][] = []
  const results = events.map((prepared): Appended => {
    const others = there.get(prepared.id) ?? []
    const refusal = judge(prepared, others)
    if (refusal !== undefined) return refusal
    seq += 1
    const stored = toStored(prepared, seq, by)
    fresh.push([prepared, stored])
    there.set(prepared.id, [
      ...others,
      { same: prepared.same, hash: prepared.hash, declared_at: prepared.declaredAt },
    ])
    return { kind: 'appended', event: stored }
  })
  if (fresh.length > 0) await insert(tx, fresh, by)
  return results
}

type Other = Pick<EventTable, 'same' | 'hash' | 'declared_at'>

/**
 * Nothing of an event ever changes. What has its id is the same event once more, or says that it was wrong: then all but
 * the error declaration is as it was (EPCIS 2.0 §7.4.1.2).
 */
function judge(
  { id, same, hash, declaredAt }: PreparedEvent,
  others: readonly Other[],
): Appended | undefined {
  if (others.some((other) => other.same === same)) return { kind: 'known', id }
  if (others.some((other) => other.hash !== hash)) {
    const what =
      declaredAt === null
        ? 'an event that says something else'
        : 'an event that says something else apart from its errorDeclaration'
    return {
      kind: 'conflict',
      id,
      reason: `${what} has this eventID; give this one another, or none`,
    }
  }
  return undefined
}

async function findSameIds(
  tx: Change,
  events: readonly PreparedEvent[],
): Promise<Map<string, Other[]>> {
  const ids = events.map(({ id }) => id)
  const rows = await tx
    .selectFrom('event')
    .select(['event_id', 'same', 'hash', 'declared_at'])
    .where('event_id', 'in', ids)
    .execute()
  return Map.groupBy(rows, (row) => row.event_id)
}

async function readLastRecord(tx: Change): Promise<number> {
  const { last } = await tx
    .selectFrom('record')
    .select(({ fn }) => fn.max('seq').as('last'))
    .executeTakeFirstOrThrow()
  return last ?? 0
}

function toStored(
  { event, context, eventAt }: PreparedEvent,
  seq: number,
  by: Recorded,
): StoredEvent {
  return {
    seq,
    recordedAt: by.at,
    eventAt,
    isAhead: eventAt > by.at + AHEAD_MS_MAX,
    event,
    context,
  }
}

async function insert(
  tx: Change,
  fresh: readonly [PreparedEvent, StoredEvent][],
  by: Recorded,
): Promise<void> {
  const records = fresh.map(([{ id, event, context }, { seq }]) => {
    const body = JSON.stringify({ event, context })
    return { seq, kind: 'event', id, body, recorded_at: by.at, recorded_by: by.by }
  })
  await tx.insertInto('record').values(records).execute()
  await tx.insertInto('event').values(fresh.map(toRow)).execute()
  const ids = await toFieldIds(
    tx,
    fresh.flatMap(([{ index }]) => [...index.terms, ...index.numbers].map(([name]) => name)),
  )
  const terms: EventTermTable[] = []
  const numbers: EventNumberTable[] = []
  for (const [{ index, eventAt: event_time }, { seq }] of fresh) {
    for (const [name, value] of index.terms)
      terms.push({ field: ids.get(name) ?? 0, value, event_time, seq })
    for (const [name, value] of index.numbers)
      numbers.push({ field: ids.get(name) ?? 0, value, event_time, seq })
  }
  for (const some of toBatches(terms)) await tx.insertInto('event_term').values(some).execute()
  for (const some of toBatches(numbers)) await tx.insertInto('event_number').values(some).execute()
}

function toRow([prepared, stored]: readonly [PreparedEvent, StoredEvent]): EventTable {
  const { columns } = prepared
  return {
    seq: stored.seq,
    event_id: prepared.id,
    hash: prepared.hash,
    same: prepared.same,
    event_time: prepared.eventAt,
    record_time: stored.recordedAt,
    declared_at: prepared.declaredAt,
    error_reason: columns.errorReason,
    is_ahead: stored.isAhead ? 1 : 0,
    type: columns.type ?? '',
    action: columns.action,
    biz_step: columns.bizStep,
    disposition: columns.disposition,
    read_point: columns.readPoint,
    biz_location: columns.bizLocation,
    transformation_id: columns.transformationID,
  }
}
