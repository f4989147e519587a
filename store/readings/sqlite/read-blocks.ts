import type { DatabaseSync } from 'node:sqlite'

import type { Instant } from '#domain/time.ts'

import {
  createColumns,
  findIndex,
  mergeColumns,
  pickColumns,
  type ReadingColumns,
  sliceColumns,
} from '../chunk-columns.ts'
import { decodeIntact } from '../chunk.ts'
import type { Span } from '../contract.ts'
import type { OnDamage } from './damage.ts'
import { prepareQuery } from './statement.ts'

type ChunkRow = readonly [startAt: Instant, data: Uint8Array]

/** Raw readings of one channel: what is sealed, with the hot readings of the same span laid over it. */
export interface BlocksQuery extends Span {
  readonly channel: number
  readonly hot: ReadingColumns
}

/**
 * Blocks follow one another without overlap, oldest first or newest first; inside a block time always ascends. One chunk is in
 * memory at a time, so the span may be years. A damaged chunk is told of and counts as empty.
 */
export function prepareBlocks(db: DatabaseSync, onDamage: OnDamage) {
  // The chunk that covers `from` is the last one that starts at or before it.
  const sql = (order: 'ASC' | 'DESC') =>
    `SELECT start_at, data FROM chunk WHERE channel = ?1 AND start_at < ?3 AND start_at >= coalesce(
       (SELECT max(start_at) FROM chunk WHERE channel = ?1 AND start_at <= ?2), ?2)
     ORDER BY start_at ${order}`
  type Params = [channel: number, from: Instant, until: Instant]
  const ascending = prepareQuery<Params, ChunkRow>(db, sql('ASC'))
  const descending = prepareQuery<Params, ChunkRow>(db, sql('DESC'))
  return {
    oldestFirst: (query: BlocksQuery) => {
      const rows = ascending.iterate(query.channel, query.from, query.until)
      return readOldestFirst(decodeRows(rows, query.channel, onDamage), query)
    },
    newestFirst: (query: BlocksQuery) => {
      const rows = descending.iterate(query.channel, query.from, query.until)
      return readNewestFirst(decodeRows(rows, query.channel, onDamage), query)
    },
  }
}
export type Blocks = ReturnType<typeof prepareBlocks>

type Chunk = readonly [startAt: Instant, columns: ReadingColumns]

function* decodeRows(
  rows: Iterable<ChunkRow>,
  channel: number,
  onDamage: OnDamage,
): Generator<Chunk> {
  for (const [startAt, data] of rows) {
    const columns = decodeIntact(data)
    if (columns === undefined) onDamage({ channel, startAt })
    yield [startAt, columns ?? createColumns(0)]
  }
}

/** A chunk takes over the hot readings that are older than the start of the next one. */
function* readOldestFirst(
  chunks: Iterable<Chunk>,
  { hot, from, until }: BlocksQuery,
): Generator<ReadingColumns> {
  let rest = hot
  let sealed: ReadingColumns = pickColumns(hot, 0, 0)
  for (const [startAt, columns] of chunks) {
    const split = findIndex(rest, startAt)
    yield sliceColumns(mergeColumns(sealed, pickColumns(rest, 0, split)), { from, until })
    rest = pickColumns(rest, split)
    sealed = columns
  }
  yield sliceColumns(mergeColumns(sealed, rest), { from, until })
}

/** A chunk takes over the hot readings from its start on that no newer chunk took. */
function* readNewestFirst(
  chunks: Iterable<Chunk>,
  { hot, from, until }: BlocksQuery,
): Generator<ReadingColumns> {
  let rest = hot
  for (const [startAt, columns] of chunks) {
    const split = findIndex(rest, startAt)
    const block = mergeColumns(columns, pickColumns(rest, split))
    yield sliceColumns(block, { from, until })
    rest = pickColumns(rest, 0, split)
  }
  yield sliceColumns(rest, { from, until })
}
