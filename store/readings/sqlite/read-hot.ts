import type { DatabaseSync } from 'node:sqlite'

import type { Instant } from '#domain/time.ts'

import { mergeColumns, type ReadingColumns, type ReadingRow, toColumns } from '../chunk-columns.ts'
import type { Span } from '../contract.ts'
import type { HotTable, Meta } from './schema.ts'
import { prepareQuery } from './statement.ts'

export type ReadHot = (meta: Meta, channel: number, span: Span) => ReadingColumns

/** Reads one channel out of both hot tables; where both have an instant, the active one is newer. */
export function prepareHotRead(db: DatabaseSync): ReadHot {
  const tables = { hot_0: prepareTable(db, 'hot_0'), hot_1: prepareTable(db, 'hot_1') }
  return ({ active, inactive }, channel, { from, until }) =>
    mergeColumns(
      toColumns(tables[inactive].all(from, until, channel)),
      toColumns(tables[active].all(from, until, channel)),
    )
}

function prepareTable(db: DatabaseSync, table: HotTable) {
  return prepareQuery<[from: Instant, until: Instant, channel: number], ReadingRow>(
    db,
    `SELECT measured_at, value, quality FROM ${table}
     WHERE measured_at >= ? AND measured_at < ? AND channel = ? ORDER BY measured_at`,
  )
}
