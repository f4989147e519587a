import type { SeriesSummary } from '../contract.ts'
import type { InfluxConnection } from './connection.ts'
import { INSTANT_MAX, type Series, within } from './influxql.ts'
import { readPieces } from './pieces.ts'

/** The first and the last raw reading of every series; 3.x has no SHOW SERIES. Counting would read everything. */
export async function readSeries(connection: InfluxConnection): Promise<SeriesSummary[]> {
  const span = { from: 0, until: INSTANT_MAX }
  const found = new Map<string, SeriesSummary>()
  const answers = readPieces({ span }, (piece) => {
    const rest = `FROM "reading" WHERE ${within(piece)} GROUP BY "device", "channel"`
    return connection.query('raw', [
      `SELECT first("value") ${rest}`,
      `SELECT last("value") ${rest}`,
    ])
  })
  for await (const [firsts = [], lasts = []] of answers) {
    for (const series of [...firsts, ...lasts]) widen(found, series)
  }
  return [...found.values()]
}

function widen(found: Map<string, SeriesSummary>, { tags, rows }: Series): void {
  const { device = '', channel = '' } = tags
  const at = Number(rows[0]?.[0])
  const known = found.get(`${device} ${channel}`)
  found.set(`${device} ${channel}`, {
    device,
    channel,
    firstAt: Math.min(at, known?.firstAt ?? at),
    lastAt: Math.max(at, known?.lastAt ?? at),
    count: null,
  })
}
