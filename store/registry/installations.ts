import type { Installation } from '#domain/installation.ts'
import type { Instant } from '#domain/time.ts'

import type { Installations } from './contract.ts'
import { takeNumbers } from './counter.ts'
import { requireDevice } from './devices.ts'
import { conflict, notFound } from './error.ts'
import { markMoved } from './mark-past.ts'
import { requirePlace } from './places.ts'
import type { Change, Database, InstallationTable } from './schema.ts'

type NewInstallation = Pick<Installation, 'device' | 'place' | 'from'>

export function createInstallations(db: Database): Installations {
  return {
    list: (query) => listInstallations(db, query),
    install: (installation) => db.transaction().execute((tx) => install(tx, installation)),
    end: (id, until) => db.transaction().execute((tx) => endInstallation(tx, id, until)),
    remove: (id) => db.transaction().execute((tx) => removeInstallation(tx, id)),
  }
}

async function listInstallations(
  db: Database,
  { after = 0, limit, device, place, at }: Parameters<Installations['list']>[0],
): Promise<Installation[]> {
  let query = db.selectFrom('installation').selectAll().where('id', '>', after)
  if (device !== undefined) query = query.where('device', '=', device)
  if (place !== undefined) query = query.where('place', '=', place)
  if (at !== undefined) {
    query = query
      .where('from_at', '<=', at)
      .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', at)]))
  }
  const rows = await query.orderBy('id').limit(limit).execute()
  return rows.map(toInstallation)
}

async function install(tx: Change, installation: NewInstallation): Promise<Installation> {
  const { device, place, from } = installation
  await requireDevice(tx, device)
  await requirePlace(tx, place)
  await refuseOverlap(tx, installation)
  await tx
    .updateTable('installation')
    .set({ until_at: from })
    .where('device', '=', device)
    .where('until_at', 'is', null)
    .execute()
  const id = await takeNumbers(tx, 'installation')
  const row = { id, device, place, from_at: from, until_at: null }
  await tx.insertInto('installation').values(row).execute()
  await markMoved(tx, device, from)
  return toInstallation(row)
}

/** Nothing may begin at or after `from`, and nothing that has ended may reach past it. */
async function refuseOverlap(tx: Change, { device, from }: NewInstallation): Promise<void> {
  const other = await tx
    .selectFrom('installation')
    .selectAll()
    .where('device', '=', device)
    .where((eb) => eb.or([eb('from_at', '>=', from), eb('until_at', '>', from)]))
    .orderBy('from_at')
    .executeTakeFirst()
  if (other === undefined) return
  throw conflict(
    `device "${device}" cannot stand elsewhere from ${toText(from)}: it stands at "${other.place}" ` +
      `from ${toText(other.from_at)} until ${other.until_at === null ? 'now' : toText(other.until_at)}`,
  )
}

async function endInstallation(tx: Change, id: number, until: Instant): Promise<Installation> {
  const row = await findInstallation(tx, id)
  if (row.until_at === until) return toInstallation(row)
  if (row.until_at !== null) {
    throw conflict(`installation ${id} has already ended at ${toText(row.until_at)}`)
  }
  if (until <= row.from_at) {
    throw conflict(`installation ${id} began at ${toText(row.from_at)} and must end after that`)
  }
  await tx.updateTable('installation').set({ until_at: until }).where('id', '=', id).execute()
  await markMoved(tx, row.device, until)
  return toInstallation({ ...row, until_at: until })
}

async function removeInstallation(tx: Change, id: number): Promise<Installation> {
  const row = await findInstallation(tx, id)
  await tx.deleteFrom('installation').where('id', '=', id).execute()
  await tx
    .updateTable('installation')
    .set({ until_at: row.until_at })
    .where('device', '=', row.device)
    .where('until_at', '=', row.from_at)
    .execute()
  await markMoved(tx, row.device, row.from_at)
  return toInstallation(row)
}

async function findInstallation(tx: Change, id: number): Promise<InstallationTable> {
  const query = tx.selectFrom('installation').selectAll().where('id', '=', id)
  const row = await query.executeTakeFirst()
  if (row === undefined) throw notFound('installation', id)
  return row
}

function toText(at: Instant): string {
  return new Date(at).toISOString()
}

function toInstallation(row: InstallationTable): Installation {
  const { id, device, place, from_at: from, until_at: until } = row
  return { id, device, place, from, until }
}
