import type { DatabaseSync } from 'node:sqlite'

import type { Channel } from '#domain/channel.ts'
import type { Instant } from '#domain/time.ts'

import type { ReadingRow } from '../chunk-columns.ts'
import type { SeriesSummary, StoredValue } from '../contract.ts'
import { prepareQuery, readAtOnce } from './statement.ts'

/** What is read straight from a small table, short enough for the caller's own thread. */
export function prepareShortReads(db: DatabaseSync) {
  const latest = prepareQuery<[channel: number], ReadingRow>(
    db,
    'SELECT measured_at, value, quality FROM latest WHERE channel = ?',
  )
  type SeriesRow = readonly [device: string, channel: string, firstAt: Instant, lastAt: Instant]
  const series = prepareQuery<[], SeriesRow>(
    db,
    `SELECT device, name, first_at, measured_at FROM channel JOIN latest ON latest.channel = channel.id
     ORDER BY device, name`,
  )
  return {
    latest: (channels: readonly Channel[]): (StoredValue | undefined)[] =>
      readAtOnce(db, () => channels.map(({ id }) => toStored(latest.get(id)))),
    /** `count` is not known without reading every day's header; `coverage` counts what is stored. */
    series: (): SeriesSummary[] =>
      series.all().map(([device, channel, firstAt, lastAt]) => ({
        device,
        channel,
        firstAt,
        lastAt,
        count: null,
      })),
  }
}
export type ShortReads = ReturnType<typeof prepareShortReads>

function toStored(row: ReadingRow | undefined): StoredValue | undefined {
  return row && { measuredAt: row[0], value: row[1], quality: row[2] }
}
