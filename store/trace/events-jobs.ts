import type { JsonObject } from '#trace/epcis/json.ts'

import type { PageQuery } from '../registry/contract.ts'
import type {
  CaptureBehaviour,
  CaptureEnd,
  CaptureJob,
  NewCapture,
  PendingCapture,
} from './events-contract.ts'
import type { CaptureJobTable } from './events-schema.ts'
import type { Change, Database } from './schema.ts'

export async function insertCapture(tx: Change, { createdAt, ...job }: NewCapture): Promise<void> {
  const { last } = await tx
    .selectFrom('capture_job')
    .select(({ fn }) => fn.max('seq').as('last'))
    .executeTakeFirstOrThrow()
  const open = {
    seq: (last ?? 0) + 1,
    created_at: createdAt,
    finished_at: null,
    success: 1,
    errors: '[]',
  }
  await tx
    .insertInto('capture_job')
    .values({ ...job, ...open })
    .execute()
}

/** The document is let go: its events are stored, or it was refused and whoever sent it has been told why. */
export async function finishCapture(tx: Change, id: string, end: CaptureEnd): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('capture_job')
    .set({
      finished_at: end.finishedAt,
      success: end.success ? 1 : 0,
      errors: JSON.stringify(end.errors),
      document: null,
    })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new Error(`capture job ${id} is not open`)
}

export async function findCapture(db: Database, id: string): Promise<CaptureJob | undefined> {
  const row = await selectJobs(db).where('id', '=', id).executeTakeFirst()
  return row && toJob(row)
}

export async function listCaptures(
  db: Database,
  { after = Number.MAX_SAFE_INTEGER, limit }: PageQuery<number>,
): Promise<CaptureJob[]> {
  const rows = selectJobs(db).where('seq', '<', after).orderBy('seq', 'desc').limit(limit)
  return (await rows.execute()).map(toJob)
}

export async function findNextCapture(db: Database): Promise<PendingCapture | undefined> {
  const row = await db
    .selectFrom('capture_job')
    .selectAll()
    .where('finished_at', 'is', null)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { id, created_at: createdAt, behaviour, document } = row
  return { id, createdAt, behaviour: behaviour as CaptureBehaviour, document: document ?? 'null' }
}

function selectJobs(db: Database) {
  const columns = [
    'seq',
    'id',
    'created_at',
    'finished_at',
    'behaviour',
    'success',
    'errors',
  ] as const
  return db.selectFrom('capture_job').select(columns)
}

function toJob(row: Omit<CaptureJobTable, 'document'>): CaptureJob {
  return {
    seq: row.seq,
    id: row.id,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    behaviour: row.behaviour as CaptureBehaviour,
    success: row.success === 1,
    errors: JSON.parse(row.errors) as readonly JsonObject[],
  }
}
