import type { RangeQuery, Span, StoredValue } from '../contract.ts'
import type { InfluxConnection } from './connection.ts'
import { type Cell, isChannel, within } from './influxql.ts'
import { readPieces } from './pieces.ts'

export async function readRange(
  connection: InfluxConnection,
  query: RangeQuery,
): Promise<StoredValue[]> {
  const newestFirst = query.order === 'newest'
  const stored: StoredValue[] = []
  if (query.limit < 1 || query.from >= query.until) return stored
  const read = (piece: Span) =>
    connection.query('raw', [
      `SELECT "value", "q" FROM "reading" WHERE ${isChannel(query.channel)} AND ${within(piece)} ` +
        `ORDER BY time ${newestFirst ? 'DESC' : 'ASC'} LIMIT ${query.limit - stored.length}`,
    ])
  for await (const [[series] = []] of readPieces({ span: query, newestFirst }, read)) {
    stored.push(...(series?.rows ?? []).map(toStored))
    if (stored.length >= query.limit) break
  }
  return stored
}

function toStored([measuredAt, value, quality]: readonly Cell[]): StoredValue {
  return { measuredAt: Number(measuredAt), value: Number(value), quality: Number(quality) }
}
