import { isDeepStrictEqual } from 'node:util'

import type { Range } from '#domain/alarm/range.ts'
import type { Instant } from '#domain/time.ts'

import type {
  ExcursionQuery,
  ExcursionRecord,
  Excursions,
  ToldExcursions,
  WatchedSpan,
} from './contract-excursions.ts'
import { listDueMarks, noteMarks, settleMark } from './excursion-marks.ts'
import {
  findWatchedLevel,
  findAlarmOf,
  findTold,
  toExcursion,
  toExcursionRecord,
  toExcursionRow,
} from './excursion-rows.ts'
import type { Change, Database, ExcursionTable } from './schema.ts'
import { listWatched } from './watched-spans.ts'

export function createExcursions(db: Database): Excursions {
  return {
    note: async (marks) => {
      if (marks.length > 0) await db.transaction().execute((tx) => noteMarks(tx, marks))
    },
    listDue: (now, limit) => listDueMarks(db, now, limit),
    settle: (mark, again) => db.transaction().execute((tx) => settleMark(tx, mark, again)),
    watched: (channel, range) => listWatched(db, channel, range),
    recorded: async (span, since) => ({
      excursions: (await listUnsettled(db, span, since)).map(toExcursion),
      watchedLevel: await findWatchedLevel(db, span),
    }),
    record: (span, told) => db.transaction().execute((tx) => recordTold(tx, span, told)),
    prune: (channel, range, watched) =>
      db.transaction().execute((tx) => prune(tx, { channel, range, watched })),
    list: (query) => listExcursions(db, query),
  }
}

function selectOfSpan(db: Database, { limit, channel, from, until }: WatchedSpan) {
  return db
    .selectFrom('excursion')
    .selectAll()
    .where('limit_id', '=', limit.limit.id)
    .where('channel', '=', channel.id)
    .where('from_at', '>=', toBound(from))
    .where('from_at', '<', toBound(until))
    .orderBy('from_at')
}

/** Databases know no infinity. */
function toBound(at: Instant): Instant {
  return Math.min(Math.max(at, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}

async function listUnsettled(
  db: Database,
  span: WatchedSpan,
  since: Instant,
): Promise<ExcursionTable[]> {
  return await selectOfSpan(db, span)
    .where((eb) => eb.or([eb('settled_at', 'is', null), eb('settled_at', '>=', since)]))
    .execute()
}

async function recordTold(tx: Change, span: WatchedSpan, told: ToldExcursions): Promise<void> {
  const { from, until } = told
  const known = await selectOfSpan(tx, { ...span, from, until }).execute()
  const wanted = new Map(told.excursions.map((one) => [one.from, one]))
  for (const row of known) if (!wanted.has(row.from_at)) await removeRow(tx, row)
  const rows = new Map(known.map((row) => [row.from_at, row]))
  const lived = told.excursions.length === 0 ? undefined : await findTold(tx, span)
  for (const excursion of told.excursions) {
    const row = { ...toExcursionRow(span, excursion), alarm: findAlarmOf(lived, excursion) }
    await keepRow(tx, row, rows.get(excursion.from))
  }
}

type NewRow = Omit<ExcursionTable, 'recorded_at'>

/** What has not changed stays as it was recorded. */
async function keepRow(tx: Change, row: NewRow, known: ExcursionTable | undefined): Promise<void> {
  if (known !== undefined) {
    const { recorded_at: _recordedAt, ...before } = known
    if (isDeepStrictEqual({ ...before }, row)) return
    await removeRow(tx, known)
  }
  await tx
    .insertInto('excursion')
    .values({ ...row, recorded_at: Date.now() })
    .execute()
}

async function removeRow(
  tx: Change,
  row: Pick<ExcursionTable, 'limit_id' | 'channel' | 'from_at'>,
): Promise<void> {
  await tx
    .deleteFrom('excursion')
    .where('limit_id', '=', row.limit_id)
    .where('channel', '=', row.channel)
    .where('from_at', '=', row.from_at)
    .execute()
}

interface Pruning {
  readonly channel: number
  readonly range: Range
  readonly watched: readonly WatchedSpan[]
}

async function prune(tx: Change, { channel, range, watched }: Pruning): Promise<void> {
  const rows = await tx
    .selectFrom('excursion')
    .selectAll()
    .where('channel', '=', channel)
    .where('from_at', '>=', toBound(range.from))
    .where('from_at', '<=', toBound(range.until))
    .execute()
  for (const row of rows) if (!watched.some((span) => isOf(span, row))) await removeRow(tx, row)
}

function isOf({ limit, place, from, until }: WatchedSpan, row: ExcursionTable): boolean {
  const { limit_id: id, limit_version: version, place: at, from_at: begin } = row
  const isSame = limit.limit.id === id && limit.version === version && place === at
  return isSame && begin >= from && begin < until
}

async function listExcursions(db: Database, asked: ExcursionQuery): Promise<ExcursionRecord[]> {
  const { after, limit, place, device, limitId, from, until, raised, settled } = asked
  let query = db.selectFrom('excursion').selectAll()
  if (place !== undefined) query = query.where('place', 'in', place)
  if (device !== undefined) query = query.where('device', 'in', device)
  if (limitId !== undefined) query = query.where('limit_id', '=', limitId)
  if (until !== undefined) query = query.where('from_at', '<', until)
  if (raised !== undefined) query = query.where('raised_at', raised ? 'is not' : 'is', null)
  if (settled !== undefined) query = query.where('settled_at', settled ? 'is not' : 'is', null)
  if (from !== undefined) {
    query = query.where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', from)]))
  }
  if (after !== undefined) {
    const key = [after.from, after.limit, after.channelId] as const
    query = query.where((eb) =>
      eb(eb.refTuple('from_at', 'limit_id', 'channel'), '>', eb.tuple(...key)),
    )
  }
  const ordered = query.orderBy('from_at').orderBy('limit_id').orderBy('channel')
  return (await ordered.limit(limit).execute()).map(toExcursionRecord)
}
