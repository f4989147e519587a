import { HOUR } from '#domain/time.ts'

import type { Span, WindowQuery } from '../contract.ts'
import type { InfluxConnection } from './connection.ts'
import { type Cell, isChannel, within } from './influxql.ts'
import { readPieces } from './pieces.ts'
import { type Part, readRawParts, toPart } from './raw-parts.ts'
import { computeSeal } from './seal.ts'

/** Where a row holds its seal. */
const SEAL = 6
const HOURS = { every: HOUR, offset: 0 }
/** Stale hours this near to one another are one question; what lies between is read raw as well. */
const BRIDGE = 12 * HOUR

/**
 * The span as hours: whole hours from the roll-ups, its edges and what is stale from raw readings. An hour
 * without a row holds nothing, because the mark comes before the readings; so this is right at any moment.
 */
export async function readHourParts(
  connection: InfluxConnection,
  query: WindowQuery,
): Promise<Part[]> {
  const { channel, from, until } = query
  const whole = { from: Math.ceil(from / HOUR) * HOUR, until: Math.floor(until / HOUR) * HOUR }
  const rows = await readRows(connection, query, whole)
  const stale = rows.filter(isStale).map(toHourSpan)
  const raw = bridge([{ from, until: whole.from }, ...stale, { from: whole.until, until }])
  const parts = rows.filter((row) => !isStale(row) && !isInside(row, raw)).map(toPart)
  for (const span of raw) {
    parts.push(...(await readRawParts({ connection, channel, grid: HOURS }, span)))
  }
  return parts.filter(({ count }) => count > 0).toSorted((a, b) => a.start - b.start)
}

async function readRows(
  connection: InfluxConnection,
  { channel }: WindowQuery,
  span: Span,
): Promise<Cell[][]> {
  const answers = readPieces({ span }, (piece) =>
    connection.query('hourly', [
      `SELECT "count", "min", "max", "sum", "last", "seal" FROM "reading_1h" WHERE ${isChannel(channel)} AND ${within(piece)}`,
    ]),
  )
  const rows: Cell[][] = []
  for await (const [[series] = []] of answers)
    for (const row of series?.rows ?? []) rows.push([...row])
  return rows
}

function isStale(row: readonly Cell[]): boolean {
  return row[SEAL] !== computeSeal(toPart(row))
}

function toHourSpan([hour]: readonly Cell[]): Span {
  return { from: Number(hour), until: Number(hour) + HOUR }
}

function isInside([hour]: readonly Cell[], spans: readonly Span[]): boolean {
  return spans.some(({ from, until }) => Number(hour) >= from && Number(hour) < until)
}

/** Joins spans, given oldest first, that lie close together, and leaves out empty ones. */
function bridge(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans) {
    if (span.from >= span.until) continue
    const before = joined.at(-1)
    if (before === undefined || span.from - before.until > BRIDGE) joined.push(span)
    else joined.splice(-1, 1, { from: before.from, until: span.until })
  }
  return joined
}
