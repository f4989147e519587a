import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

import type { Instant } from '#domain/time.ts'

import type { EncodedChunk } from '../chunk.ts'
import type { Span } from '../contract.ts'
import type { Summary } from './aggregates.ts'
import { prepareQuery } from './statement.ts'

/** The header of one channel's day: the daily roll-up. */
export interface DayHeader {
  readonly firstAt: Instant
  readonly lastAt: Instant
  readonly summary: Summary
}

/** Statements over the sealed tables. `chunk` rows of a span are those that start in it. */
export function prepareChunkStore(db: DatabaseSync) {
  const query = <Params extends readonly SQLInputValue[], Row>(sql: string) =>
    prepareQuery<Params, Row>(db, sql)
  const putChunk = db.prepare('INSERT OR REPLACE INTO chunk VALUES (?, ?, ?)')
  const dropChunks = db.prepare(
    'DELETE FROM chunk WHERE channel = ? AND start_at >= ? AND start_at < ?',
  )
  const putDay = db.prepare('INSERT OR REPLACE INTO day VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const putDamaged = db.prepare('INSERT INTO damaged VALUES (?, ?, ?)')
  const putHours = db.prepare('INSERT OR REPLACE INTO hours VALUES (?, ?, ?)')
  return {
    dayBounds: query<[channel: number, day: number], readonly [firstAt: Instant, lastAt: Instant]>(
      'SELECT first_at, last_at FROM day WHERE channel = ? AND day = ?',
    ),
    hours: query<[channel: number, day: number], readonly [Uint8Array]>(
      'SELECT data FROM hours WHERE channel = ? AND day = ?',
    ),
    chunks: query<[channel: number, from: Instant, until: Instant], readonly [Instant, Uint8Array]>(
      'SELECT start_at, data FROM chunk WHERE channel = ? AND start_at >= ? AND start_at < ? ORDER BY start_at',
    ),
    lastChunk: query<
      [channel: number, from: Instant, until: Instant],
      readonly [Instant, Uint8Array]
    >(
      `SELECT start_at, data FROM chunk WHERE channel = ? AND start_at >= ? AND start_at < ?
       ORDER BY start_at DESC LIMIT 1`,
    ),
    putChunk: (channel: number, { startAt, data }: EncodedChunk) =>
      putChunk.run(channel, startAt, data),
    dropChunks: (channel: number, { from, until }: Span) => dropChunks.run(channel, from, until),
    putDamaged: (channel: number, { startAt, data }: EncodedChunk) =>
      putDamaged.run(channel, startAt, data),
    putHours: (channel: number, day: number, data: Uint8Array) => putHours.run(channel, day, data),
    putDay: (channel: number, day: number, { firstAt, lastAt, summary }: DayHeader) => {
      const { count, min, max, sum, last } = summary
      putDay.run(channel, day, firstAt, lastAt, count, min, max, sum, last)
    },
  }
}
export type ChunkStore = ReturnType<typeof prepareChunkStore>
