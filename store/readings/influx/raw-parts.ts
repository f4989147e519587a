import type { Channel } from '#domain/channel.ts'
import { USABLE_MIN } from '#domain/quality.ts'

import type { Span } from '../contract.ts'
import type { InfluxConnection } from './connection.ts'
import { type Cell, groupByTime, isChannel, within } from './influxql.ts'
import { readPieces } from './pieces.ts'

/** Where windows begin: at instants t with (t + offset) divisible by `every`. */
export interface Grid {
  readonly every: number
  readonly offset: number
}

/** What is known of a window or of a part of one: `start` is the window's. Parts stand for disjoint readings, oldest first. */
export interface Part {
  readonly start: number
  readonly count: number
  readonly min: number
  readonly max: number
  readonly sum: number
  readonly last: number
}

export interface RawSource {
  readonly connection: InfluxConnection
  readonly channel: Channel
  readonly grid: Grid
}

/** Parts of the windows of the grid that hold usable readings of the span; more than one of a window that was cut. */
export async function readRawParts(
  { connection, channel, grid }: RawSource,
  span: Span,
): Promise<Part[]> {
  const { every, offset } = grid
  const read = (piece: Span) =>
    connection.query('raw', [
      `SELECT count("value"), min("value"), max("value"), sum("value"), last("value") FROM "reading" ` +
        `WHERE ${isChannel(channel)} AND ${within(piece)} AND "q" >= ${USABLE_MIN} ` +
        `GROUP BY ${groupByTime(every, offset)} fill(none)`,
    ])
  const parts: Part[] = []
  for await (const [[series] = []] of readPieces({ span }, read)) {
    for (const row of series?.rows ?? []) parts.push(toPart(row))
  }
  return parts
}

/** From a row of time, count, min, max, sum, last. */
export function toPart(row: readonly Cell[]): Part {
  const [start = 0, count = 0, min = 0, max = 0, sum = 0, last = 0] = row.map(Number)
  return { start, count, min, max, sum, last }
}
