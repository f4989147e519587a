import type { Instant } from '#domain/time.ts'

import type {
  CalibrationQuery,
  CalibrationRecord,
  Calibrations,
  NewCalibration,
} from './contract-calibrations.ts'
import { takeNumbers } from './counter.ts'
import { alreadyExists, conflict, notFound } from './error.ts'
import type { CalibrationTable } from './schema-calibrations.ts'
import type { Change, Database } from './schema.ts'

export function createCalibrations(db: Database): Calibrations {
  return {
    add: (calibration) => db.transaction().execute((tx) => add(tx, calibration)),
    get: (id) => findOne(db, id),
    list: (query) => list(db, query),
    validity: () => readValidity(db),
  }
}

async function add(tx: Change, calibration: NewCalibration): Promise<CalibrationRecord> {
  const channel = await requireChannel(tx, calibration)
  const { corrects } = calibration
  if (corrects !== null) await requireCorrectable(tx, corrects, channel)
  await refuseRepeated(tx, channel, calibration)
  const id = await takeNumbers(tx, 'calibration')
  await tx.insertInto('calibration').values(toRow(calibration, { id, channel })).execute()
  const record = await findOne(tx, id)
  if (record === undefined) throw new Error('a calibration was not written')
  return record
}

async function requireChannel(tx: Change, { device, channel }: NewCalibration): Promise<number> {
  const known = tx.selectFrom('channel').select(['id', 'name']).where('device', '=', device)
  const channels = await known.orderBy('name').execute()
  const found = channels.find(({ name }) => name === channel)
  if (found !== undefined) return found.id
  const enrolled = tx.selectFrom('device').select('id').where('id', '=', device)
  if ((await enrolled.executeTakeFirst()) === undefined) throw notFound('device', device)
  const names = channels.map(({ name }) => name).join(', ')
  throw notFound('channel', channel, `of device "${device}"; it has ${names || 'none yet'}`)
}

async function requireCorrectable(tx: Change, id: number, channel: number): Promise<void> {
  const corrected = await findOne(tx, id)
  if (corrected === undefined) throw notFound('calibration', id)
  if (corrected.channelId !== channel) {
    throw conflict(
      `calibration "${id}" is of ${corrected.device} ${corrected.channel}; a correction is of the same channel`,
    )
  }
  if (corrected.correctedBy === null) return
  throw conflict(
    `calibration "${id}" was corrected by "${corrected.correctedBy}"; correct that one`,
  )
}

/** What is sent twice is recorded once. */
async function refuseRepeated(
  tx: Change,
  channel: number,
  { certificate, calibratedAt, corrects }: NewCalibration,
): Promise<void> {
  const same = await selectRecords(tx)
    .where('calibration.channel', '=', channel)
    .where('calibration.certificate', '=', certificate)
    .where('calibration.calibrated_at', '=', calibratedAt)
    .where('later.id', 'is', null)
    .executeTakeFirst()
  if (same === undefined || same.id === corrects) return
  throw alreadyExists(
    'calibration',
    String(same.id),
    `it has the certificate ${certificate}; what corrects it names it (corrects)`,
  )
}

function selectRecords(db: Database) {
  return db
    .selectFrom('calibration')
    .innerJoin('channel', 'channel.id', 'calibration.channel')
    .leftJoin('calibration as later', 'later.corrects', 'calibration.id')
    .selectAll('calibration')
    .select(['channel.device', 'channel.name', 'later.id as corrected_by'])
}

async function findOne(db: Database, id: number): Promise<CalibrationRecord | undefined> {
  const row = await selectRecords(db).where('calibration.id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

async function list(
  db: Database,
  { after = 0, limit, device, channel, holding = false }: CalibrationQuery,
): Promise<CalibrationRecord[]> {
  let query = selectRecords(db).where('calibration.id', '>', after)
  if (device !== undefined) query = query.where('channel.device', 'in', device)
  if (channel !== undefined) query = query.where('channel.name', 'in', channel)
  if (holding) query = query.where('later.id', 'is', null)
  const rows = await query.orderBy('calibration.id').limit(limit).execute()
  return rows.map(fromRow)
}

async function readValidity(db: Database): Promise<ReadonlyMap<number, Instant>> {
  const rows = await selectRecords(db)
    .where('later.id', 'is', null)
    .orderBy('calibration.calibrated_at')
    .orderBy('calibration.id')
    .execute()
  // Of a channel the last one stays.
  return new Map(rows.map(({ channel, valid_until }) => [channel, valid_until]))
}

function toRow(
  calibration: NewCalibration,
  { id, channel }: { readonly id: number; readonly channel: number },
): CalibrationTable {
  const { certificate, laboratory, reference, corrects } = calibration
  return {
    id,
    channel,
    calibrated_at: calibration.calibratedAt,
    valid_until: calibration.validUntil,
    certificate,
    laboratory,
    reference,
    found_error: calibration.foundError,
    is_adjusted: Number(calibration.isAdjusted),
    certificate_hash: calibration.certificateHash,
    by_person: calibration.by,
    corrects,
    recorded_at: calibration.recordedAt,
  }
}

type Row = CalibrationTable & {
  readonly device: string
  readonly name: string
  readonly corrected_by: number | null
}

function fromRow(row: Row): CalibrationRecord {
  const { id, certificate, laboratory, reference, corrects } = row
  return {
    id,
    channelId: row.channel,
    device: row.device,
    channel: row.name,
    calibratedAt: row.calibrated_at,
    validUntil: row.valid_until,
    certificate,
    laboratory,
    reference,
    foundError: row.found_error,
    isAdjusted: row.is_adjusted === 1,
    certificateHash: row.certificate_hash,
    by: row.by_person,
    corrects,
    recordedAt: row.recorded_at,
    correctedBy: row.corrected_by,
  }
}
