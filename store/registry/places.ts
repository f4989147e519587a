import type { Place } from '#domain/place.ts'

import type { Places } from './contract.ts'
import { alreadyExists, notFound } from './error.ts'
import type { Change, Database, PlaceTable } from './schema.ts'
import { requireSite } from './sites.ts'

export function createPlaces(db: Database): Places {
  return {
    list: (query) => listPlaces(db, query),
    get: (id) => getPlace(db, id),
    create: (place) => db.transaction().execute((tx) => insertPlace(tx, place)),
    update: (id, change) => db.transaction().execute((tx) => updatePlace(tx, id, change)),
  }
}

async function listPlaces(
  db: Database,
  { after = '', limit, site, kind }: Parameters<Places['list']>[0],
): Promise<Place[]> {
  let query = db.selectFrom('place').selectAll().where('id', '>', after)
  if (site !== undefined) query = query.where('site', '=', site)
  if (kind !== undefined) query = query.where('kind', 'in', [kind].flat())
  const rows = await query.orderBy('id').limit(limit).execute()
  return rows.map(toPlace)
}

async function getPlace(db: Database, id: string): Promise<Place | undefined> {
  const row = await db.selectFrom('place').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toPlace(row)
}

export async function requirePlace(db: Database, id: string): Promise<Place> {
  const place = await getPlace(db, id)
  if (place === undefined) throw notFound('place', id)
  return place
}

async function insertPlace(tx: Change, place: Place): Promise<Place> {
  await requireSite(tx, place.site)
  const row = await tx
    .insertInto('place')
    .values(toRow(place))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) throw alreadyExists('place', place.id)
  return place
}

async function updatePlace(
  tx: Change,
  id: string,
  change: Partial<Omit<Place, 'id' | 'site'>>,
): Promise<Place> {
  const place = { ...(await requirePlace(tx, id)), ...change }
  await tx.updateTable('place').set(toRow(place)).where('id', '=', id).execute()
  return place
}

function toPlace({ id, site, kind, name_vi: vi, name_en: en }: PlaceTable): Place {
  return { id, site, kind, name: { vi, en } }
}

function toRow({ id, site, kind, name }: Place): PlaceTable {
  return { id, site, kind, name_vi: name.vi, name_en: name.en }
}
