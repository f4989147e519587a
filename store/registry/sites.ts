import type { Site } from '#domain/site.ts'

import type { PageQuery, Sites } from './contract.ts'
import { alreadyExists, notFound } from './error.ts'
import type { Change, Database, SiteTable } from './schema.ts'

export function createSites(db: Database): Sites {
  return {
    list: (query) => listSites(db, query),
    get: (id) => getSite(db, id),
    create: (site) => db.transaction().execute((tx) => insertSite(tx, site)),
    update: (id, change) => db.transaction().execute((tx) => updateSite(tx, id, change)),
  }
}

async function listSites(db: Database, { after = '', limit }: PageQuery<string>): Promise<Site[]> {
  const rows = await db
    .selectFrom('site')
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toSite)
}

async function getSite(db: Database, id: string): Promise<Site | undefined> {
  const row = await db.selectFrom('site').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toSite(row)
}

export async function requireSite(db: Database, id: string): Promise<Site> {
  const site = await getSite(db, id)
  if (site === undefined) throw notFound('site', id)
  return site
}

async function insertSite(tx: Change, site: Site): Promise<Site> {
  const row = await tx
    .insertInto('site')
    .values(toRow(site))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) throw alreadyExists('site', site.id)
  return site
}

async function updateSite(
  tx: Change,
  id: string,
  change: Partial<Omit<Site, 'id'>>,
): Promise<Site> {
  const site = { ...(await requireSite(tx, id)), ...change }
  await tx.updateTable('site').set(toRow(site)).where('id', '=', id).execute()
  return site
}

function toSite(row: SiteTable): Site {
  const { id, name_vi: vi, name_en: en, timezone, latitude, longitude } = row
  return { id, name: { vi, en }, timezone, latitude, longitude }
}

function toRow(site: Site): SiteTable {
  const { id, name, timezone, latitude, longitude } = site
  return { id, name_vi: name.vi, name_en: name.en, timezone, latitude, longitude }
}
