import { createHash } from 'node:crypto'

import type { Rejection } from '#domain/rejection.ts'

import type { RejectionTable } from './schema.ts'

/** What counting needs of a row. */
export type StoredRejection = Pick<
  RejectionTable,
  'id' | 'code' | 'channel' | 'payload_hash' | 'sequence' | 'count' | 'first_at' | 'last_at'
>
export type NewRejection = Omit<RejectionTable, 'id'>

/** What must be written so that the store equals the shelf. */
export interface ShelfChanges {
  readonly inserts: readonly NewRejection[]
  readonly updates: readonly RejectionTable[]
  readonly deletes: readonly number[]
}

interface Shelf {
  readonly rowsMax: number
  /** By content, those without news for longest first. */
  readonly rows: Map<string, ShelfRow>
  readonly deletes: number[]
}
type ShelfRow = StoredRejection | RejectionTable | NewRejection

/**
 * Counts rejections of one device onto the rows that are kept of it, in memory: a flood is written as a few rows.
 *
 * One that equals a kept one (code, channel, payload) is counted on it. Otherwise it gets a row while there is room.
 * Without room the newest row of its code and channel takes its payload and counts it; if there is none, the row
 * that was without news for longest goes.
 *
 * @param stored what may be concerned of the rows that are kept of the device, those without news for longest first
 * @param rowsMax how many rows these and the new ones may be
 */
export function shelve(
  stored: readonly StoredRejection[],
  rejections: readonly NewRejection[],
  rowsMax: number,
): ShelfChanges {
  const rows = new Map<string, ShelfRow>(stored.map((row) => [toContentKey(row), row]))
  const shelf: Shelf = { rowsMax, rows, deletes: [] }
  for (const rejection of mergeSiblings(rejections)) shelveOne(shelf, rejection)
  const changed = [...rows.values()].filter((row) => 'payload' in row)
  return {
    inserts: changed.filter((row) => !('id' in row)),
    updates: changed.filter((row) => 'id' in row),
    deletes: shelf.deletes,
  }
}

/** One message may be wrong several times in the same way: its values count, but it is one row with the first detail. */
function mergeSiblings(rejections: readonly NewRejection[]): Iterable<NewRejection> {
  const merged = new Map<string, NewRejection>()
  for (const rejection of rejections) {
    const key = `${rejection.sequence} ${toContentKey(rejection)}`
    const first = merged.get(key) ?? rejection
    merged.set(key, first === rejection ? first : { ...first, count: first.count + 1 })
  }
  return merged.values()
}

function shelveOne(shelf: Shelf, fresh: NewRejection): void {
  const equal = shelf.rows.get(toContentKey(fresh))
  const isFull = shelf.rows.size >= shelf.rowsMax
  const row = equal ?? (isFull ? findNewestAlike(shelf, fresh) : undefined)
  if (row !== undefined) return countOn(shelf, row, fresh)
  if (isFull) dropOldest(shelf)
  shelf.rows.set(toContentKey(fresh), fresh)
}

function findNewestAlike({ rows }: Shelf, { code, channel }: NewRejection): ShelfRow | undefined {
  let newest: ShelfRow | undefined
  for (const row of rows.values()) if (row.code === code && row.channel === channel) newest = row
  return newest
}

function countOn({ rows }: Shelf, row: ShelfRow, fresh: NewRejection): void {
  // Read again from the journal after a crash. A journal that was begun anew counts from 1, but its clock goes on.
  if (fresh.sequence <= row.sequence && fresh.last_at <= row.last_at) return
  rows.delete(toContentKey(row))
  rows.set(toContentKey(fresh), {
    ...row,
    ...fresh,
    count: row.count + fresh.count,
    first_at: row.first_at,
  })
}

function dropOldest({ rows, deletes }: Shelf): void {
  for (const [key, row] of rows) {
    rows.delete(key)
    if ('id' in row) deletes.push(row.id)
    return
  }
}

function toContentKey({ code, channel, payload_hash: hash }: ShelfRow): string {
  return JSON.stringify([code, channel, hash])
}

export function toNewRow({ payload, receivedAt, ...rejection }: Rejection): NewRejection {
  return {
    ...rejection,
    payload,
    payload_bytes: payload.length,
    payload_hash: createHash('sha256').update(payload).digest('base64url'),
    count: 1,
    first_at: receivedAt,
    last_at: receivedAt,
  }
}
