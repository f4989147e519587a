import type { Device } from '#domain/device.ts'
import type { Instant } from '#domain/time.ts'

import { toBatches } from '../database/row-batches.ts'
import type { Devices, EnrolDevice } from './contract.ts'
import { takeNumbers } from './counter.ts'
import { alreadyExists, conflict, notFound } from './error.ts'
import { selectInstalled } from './installed.ts'
import type { Change, Database, DeviceTable } from './schema.ts'
import { createSecret, hashSecret } from './secret.ts'

interface Enrolment {
  readonly device: Device
  readonly secret: string
}

export function createDevices(db: Database): Devices {
  return {
    list: (query) => listDevices(db, query),
    get: (id) => getDevice(db, id),
    enrol: (device) => db.transaction().execute((tx) => enrolDevice(tx, device)),
    rotate: (id) => db.transaction().execute((tx) => rotateSecret(tx, id)),
    revoke: (id, revokedAt) => db.transaction().execute((tx) => revokeDevice(tx, id, revokedAt)),
  }
}

async function listDevices(
  db: Database,
  { after = '', limit, ...where }: Parameters<Devices['list']>[0],
): Promise<Device[]> {
  let query = db.selectFrom('device').selectAll().where('id', '>', after)
  if (where.site !== undefined || where.place !== undefined) {
    query = query.where('id', 'in', selectInstalled(db, { ...where, at: Date.now() }))
  }
  const rows = await query.orderBy('id').limit(limit).execute()
  return rows.map(toDevice)
}

async function getDevice(db: Database, id: string): Promise<Device | undefined> {
  const row = await db.selectFrom('device').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toDevice(row)
}

/** Those of them that were ever enrolled. */
export async function listByIds(db: Database, ids: readonly string[]): Promise<Device[]> {
  const devices: Device[] = []
  for (const some of toBatches(ids)) {
    const rows = await db.selectFrom('device').selectAll().where('id', 'in', some).execute()
    for (const row of rows) devices.push(toDevice(row))
  }
  return devices
}

export async function requireDevice(db: Database, id: string): Promise<Device> {
  const device = await getDevice(db, id)
  if (device === undefined) throw notFound('device', id)
  return device
}

async function enrolDevice(tx: Change, device: EnrolDevice): Promise<Enrolment> {
  const secret = createSecret()
  const row = await tx
    .insertInto('device')
    .values({ ...toNewRow(device), ...toSecretColumns(secret) })
    .onConflict((clash) => clash.column('id').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw await explainTaken(tx, device.id)
  return { device: toDevice(row), secret }
}

async function explainTaken(tx: Change, id: string): Promise<Error> {
  const { state } = await requireDevice(tx, id)
  return state === 'revoked'
    ? conflict(`device "${id}" was revoked and stays so; enrol the box under a new id`)
    : alreadyExists('device', id)
}

async function rotateSecret(tx: Change, id: string): Promise<Enrolment> {
  const { state } = await requireDevice(tx, id)
  if (state === 'revoked') throw conflict(`device "${id}" is revoked and gets no new secret`)
  const secret = createSecret()
  const row = await tx
    .updateTable('device')
    .set({ ...toSecretColumns(secret), credentials_revision: await takeNumbers(tx, 'credentials') })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return { device: toDevice(row), secret }
}

async function revokeDevice(tx: Change, id: string, revokedAt: Instant): Promise<Device> {
  const device = await requireDevice(tx, id)
  if (device.state === 'revoked') return device
  const row = await tx
    .updateTable('device')
    .set({
      state: 'revoked',
      revoked_at: revokedAt,
      credentials_revision: await takeNumbers(tx, 'credentials'),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toDevice(row)
}

function toNewRow({
  id,
  name,
  model,
  enrolledAt,
}: EnrolDevice): Omit<DeviceTable, 'secret_salt' | 'secret_hash'> {
  return {
    id,
    name,
    model,
    state: 'enrolled',
    enrolled_at: enrolledAt,
    revoked_at: null,
    credentials_revision: 0,
    presence: 'unknown',
    presence_at: null,
  }
}

function toSecretColumns(secret: string): Pick<DeviceTable, 'secret_salt' | 'secret_hash'> {
  const { salt, hash } = hashSecret(secret)
  return { secret_salt: salt, secret_hash: hash }
}

function toDevice(row: DeviceTable): Device {
  const { id, name, model, state, presence } = row
  return {
    id,
    name,
    model,
    state,
    enrolledAt: row.enrolled_at,
    presence,
    presenceAt: row.presence_at,
  }
}
