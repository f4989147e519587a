import type { SiteMode } from '#domain/site-mode.ts'
import type { Instant } from '#domain/time.ts'

import type { SiteModeEnd, SiteModeRecord, SiteModes } from './contract-site-modes.ts'
import { takeNumbers } from './counter.ts'
import { notFound } from './error.ts'
import type { Change, Database, SiteModeTable } from './schema.ts'
import { requireSite } from './sites.ts'

export function createSiteModes(db: Database): SiteModes {
  return {
    begin: (mode) => db.transaction().execute((tx) => begin(tx, mode)),
    end: (site, end) => db.transaction().execute((tx) => endMode(tx, site, end)),
    inForce: (at, site) => listInForce(db, at, site),
    history: (query) => listHistory(db, query),
  }
}

async function begin(tx: Change, mode: SiteMode): Promise<SiteModeRecord> {
  await requireSite(tx, mode.site)
  const { site, from: at, by, reason } = mode
  const [before] = await listInForce(tx, at, site)
  if (before !== undefined) await keepEnd(tx, before, { at, by, reason })
  const record = { ...mode, id: await takeNumbers(tx, 'site-mode'), ended: null }
  await tx.insertInto('site_mode').values(toRow(record)).execute()
  return record
}

async function endMode(tx: Change, site: string, end: SiteModeEnd): Promise<SiteModeRecord> {
  await requireSite(tx, site)
  const [mode] = await listInForce(tx, end.at, site)
  if (mode === undefined) throw notFound('mode in force at site', site)
  return await keepEnd(tx, mode, end)
}

async function keepEnd(
  tx: Change,
  mode: SiteModeRecord,
  ended: SiteModeEnd,
): Promise<SiteModeRecord> {
  const record = { ...mode, ended }
  await tx.updateTable('site_mode').set(toRow(record)).where('id', '=', mode.id).execute()
  return record
}

async function listInForce(db: Database, at: Instant, site?: string): Promise<SiteModeRecord[]> {
  let query = db
    .selectFrom('site_mode')
    .selectAll()
    .where('until_at', '>', at)
    .where('from_at', '<=', at)
  if (site !== undefined) query = query.where('site', '=', site)
  const rows = await query.orderBy('id').execute()
  return rows.filter(({ ended_at }) => ended_at === null || ended_at > at).map(fromRow)
}

async function listHistory(
  db: Database,
  { after = 0, limit, site }: Parameters<SiteModes['history']>[0],
): Promise<SiteModeRecord[]> {
  const rows = await db
    .selectFrom('site_mode')
    .selectAll()
    .where('site', '=', site)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}

function toRow({ id, site, mode, from, until, by, reason, ended }: SiteModeRecord): SiteModeTable {
  return {
    id,
    site,
    mode,
    from_at: from,
    until_at: until,
    by_person: by,
    reason,
    ended_at: ended?.at ?? null,
    ended_by: ended?.by ?? null,
    end_reason: ended?.reason ?? null,
  }
}

function fromRow(row: SiteModeTable): SiteModeRecord {
  const { id, site, mode, from_at: from, until_at: until, by_person: by, reason } = row
  const { ended_at: at, ended_by, end_reason } = row
  const ended = at === null ? null : { at, by: ended_by ?? '', reason: end_reason ?? '' }
  return { id, site, mode, from, until, by, reason, ended }
}
