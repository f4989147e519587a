import type { AlarmLimit } from '#domain/alarm/limit.ts'

import type { Limits, LimitVersion, NewLimitVersion } from './contract-alarms.ts'
import { conflict, notFound } from './error.ts'
import { markPast } from './mark-past.ts'
import type { AlarmTable, Change, Database, LimitVersionTable } from './schema.ts'

export function createLimits(db: Database): Limits {
  return {
    list: (query) => listInForce(db, query),
    versions: (id) => listVersions(db, id),
    add: (version) => db.transaction().execute((tx) => addVersion(tx, version)),
    ship: (versions) => db.transaction().execute((tx) => shipVersions(tx, versions)),
  }
}

async function listInForce(
  db: Database,
  { after = '', limit, at }: Parameters<Limits['list']>[0],
): Promise<LimitVersion[]> {
  const rows = await db
    .selectFrom('limit_version')
    .selectAll()
    .where('id', '>', after)
    .where('version', '=', (eb) =>
      eb
        .selectFrom('limit_version as newer')
        .select(({ fn }) => fn.max('newer.version').as('version'))
        .whereRef('newer.id', '=', 'limit_version.id')
        .where('newer.valid_from', '<=', at),
    )
    .where('withdrawn', '=', 0)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toLimitVersion)
}

async function listVersions(db: Database, id: string): Promise<LimitVersion[]> {
  const rows = await db
    .selectFrom('limit_version')
    .selectAll()
    .where('id', '=', id)
    .orderBy('version', 'desc')
    .execute()
  return rows.map(toLimitVersion)
}

async function addVersion(tx: Change, version: NewLimitVersion): Promise<LimitVersion> {
  const { id } = version.limit
  const [newest, ...older] = await listVersions(tx, id)
  const begun = [newest, ...older].find(
    (one) => one !== undefined && one.validFrom <= version.recordedAt,
  )
  if (begun !== undefined && version.validFrom < begun.validFrom) {
    const from = new Date(begun.validFrom).toISOString()
    throw conflict(
      `limit "${id}" has a version ${begun.version} that is valid from ${from}; the next is valid from then on or later`,
    )
  }
  if (newest === undefined) await markPast(tx, version.limit)
  const isGone = newest !== undefined && newest.withdrawn && newest.validFrom <= version.validFrom
  if (version.withdrawn && isGone) return newest
  return await insertVersion(tx, { ...version, version: (newest?.version ?? 0) + 1 })
}

async function shipVersions(tx: Change, versions: readonly NewLimitVersion[]): Promise<void> {
  const known = await tx.selectFrom('limit_version').select('id').distinct().execute()
  const ids = new Set(known.map(({ id }) => id))
  for (const version of versions) {
    if (ids.has(version.limit.id)) continue
    await markPast(tx, version.limit)
    await insertVersion(tx, { ...version, version: 1 })
  }
}

async function insertVersion(tx: Change, version: LimitVersion): Promise<LimitVersion> {
  await tx.insertInto('limit_version').values(toRow(version)).execute()
  return version
}

export async function requireLimitVersion(
  db: Database,
  alarm: Pick<AlarmTable, 'limit_id' | 'limit_version'>,
): Promise<LimitVersion> {
  const row = await db
    .selectFrom('limit_version')
    .selectAll()
    .where('id', '=', alarm.limit_id)
    .where('version', '=', alarm.limit_version)
    .executeTakeFirst()
  if (row === undefined) throw notFound('limit', alarm.limit_id)
  return toLimitVersion(row)
}

export function toLimitVersion(row: LimitVersionTable): LimitVersion {
  const limit: AlarmLimit = JSON.parse(row.body)
  const { version, approved_by: approvedBy, reason } = row
  const { valid_from: validFrom, recorded_at: recordedAt } = row
  return {
    limit,
    version,
    approvedBy,
    reason,
    validFrom,
    recordedAt,
    withdrawn: row.withdrawn === 1,
  }
}

function toRow(version: LimitVersion): LimitVersionTable {
  return {
    id: version.limit.id,
    version: version.version,
    approved_by: version.approvedBy,
    reason: version.reason,
    valid_from: version.validFrom,
    recorded_at: version.recordedAt,
    withdrawn: Number(version.withdrawn),
    body: JSON.stringify(version.limit),
  }
}
