import { toBatches } from '../database/row-batches.ts'
import type { NewRejection, StoredRejection } from './rejection-shelf.ts'
import type { Change } from './schema.ts'

/** What counting needs of a row. */
const STORED_COLUMNS = [
  'id',
  'code',
  'channel',
  'payload_hash',
  'sequence',
  'count',
  'first_at',
  'last_at',
] as const satisfies readonly (keyof StoredRejection)[]

/** What is kept of a device. */
export interface KeptRows {
  /** Rows that adding may touch, those without news for longest first. */
  readonly rows: readonly StoredRejection[]
  /** All rows. */
  readonly count: number
}

/** Rejections to add to a device that may have `rowsMax` rows. */
export interface Addition {
  readonly device: string
  readonly rejections: readonly NewRejection[]
  readonly rowsMax: number
}

/**
 * The rows that `shelve` may touch: those of equal content, the newest one of each code and channel that may take
 * another payload, and as many of the oldest as may have to go. A device at its bound has a thousand rows, and to read
 * them all for each batch took longer than everything else.
 */
export async function listConcerned(tx: Change, addition: Addition): Promise<KeptRows> {
  const { device, rejections, rowsMax } = addition
  const count = await countRows(tx, device)
  if (count === 0) return { rows: [], count }
  const newest = await listNewestAlike(tx, device, rejections)
  const isCrowded = count + rejections.length > rowsMax
  const isNewKind = newest.length < listKinds(rejections).length
  const rows = [
    ...newest,
    ...(await listEqual(tx, device, rejections)),
    ...(isCrowded && isNewKind ? await listOldest(tx, device, rejections.length) : []),
  ]
  const byId = new Map(rows.map((row) => [row.id, row]))
  const inOrder = [...byId.values()].toSorted((a, b) => a.last_at - b.last_at || a.id - b.id)
  return { rows: inOrder, count }
}

async function countRows(tx: Change, device: string): Promise<number> {
  const { rows } = await tx
    .selectFrom('rejection')
    .select(({ fn }) => fn.countAll<number | string>().as('rows'))
    .where('device', '=', device)
    .executeTakeFirstOrThrow()
  // PostgreSQL's counts arrive as text.
  return Number(rows)
}

async function listEqual(
  tx: Change,
  device: string,
  rejections: readonly NewRejection[],
): Promise<StoredRejection[]> {
  const rows: StoredRejection[] = []
  for (const some of toBatches([...new Set(rejections.map((row) => row.payload_hash))])) {
    const query = select(tx, device).where('payload_hash', 'in', some)
    rows.push(...(await query.execute()))
  }
  return rows
}

async function listNewestAlike(
  tx: Change,
  device: string,
  rejections: readonly NewRejection[],
): Promise<StoredRejection[]> {
  const rows: StoredRejection[] = []
  for (const { code, channel } of listKinds(rejections)) {
    const row = await select(tx, device)
      .where('code', '=', code)
      .where('channel', '=', channel)
      .orderBy('last_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (row !== undefined) rows.push(row)
  }
  return rows
}

async function listOldest(tx: Change, device: string, count: number): Promise<StoredRejection[]> {
  const query = select(tx, device).orderBy('last_at').orderBy('id').limit(count)
  return await query.execute()
}

/** One of each code and channel. */
function listKinds(rejections: readonly NewRejection[]): NewRejection[] {
  const kinds = rejections.map((row) => [JSON.stringify([row.code, row.channel]), row] as const)
  return [...new Map(kinds).values()]
}

function select(tx: Change, device: string) {
  return tx.selectFrom('rejection').select(STORED_COLUMNS).where('device', '=', device)
}
