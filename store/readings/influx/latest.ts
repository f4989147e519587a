import type { Channel } from '#domain/channel.ts'
import { DAY, HOUR } from '#domain/time.ts'

import type { Span, StoredValue } from '../contract.ts'
import type { InfluxConnection } from './connection.ts'
import { INSTANT_MAX, isOneOf, type Series, within } from './influxql.ts'
import { readPieces } from './pieces.ts'

/** Most channels have reported lately; the rest of history is asked only for those that have not. */
const LOOK_BACKS = [HOUR, 2 * DAY]

/** Few queries for any number of channels: the last reading of each series, in ever older spans until all are found. */
export async function readLatest(
  connection: InfluxConnection,
  channels: readonly Channel[],
): Promise<(StoredValue | undefined)[]> {
  const found = new Map<string, StoredValue>()
  for (const span of toSpans(Date.now())) {
    const missing = channels.filter((channel) => !found.has(toKey(channel.device, channel.name)))
    if (missing.length === 0) break
    await search({ connection, channels: missing, found }, span)
  }
  return channels.map((channel) => found.get(toKey(channel.device, channel.name)))
}

/** From the far future (a wrong clock) to the look-back, and on to the beginning. */
function toSpans(now: number): Span[] {
  const edges = [INSTANT_MAX, ...LOOK_BACKS.map((back) => now - back), 0]
  return edges.slice(1).map((from, i) => ({ from, until: edges[i] ?? INSTANT_MAX }))
}

interface Search {
  readonly connection: InfluxConnection
  readonly channels: readonly Channel[]
  readonly found: Map<string, StoredValue>
}

async function search({ connection, channels, found }: Search, span: Span): Promise<void> {
  const filter = isOneOf(channels.map(({ device }) => device))
  const answers = readPieces({ span, newestFirst: true }, (piece) =>
    connection.query('raw', [
      `SELECT last("value"), "q" FROM "reading" WHERE ${within(piece)}${filter} GROUP BY "device", "channel"`,
    ]),
  )
  const isMissing = ({ device, name }: Channel) => !found.has(toKey(device, name))
  for await (const series of answers) {
    for (const one of series.flat()) keepNewest(found, one)
    if (!channels.some(isMissing)) return
  }
}

function keepNewest(found: Map<string, StoredValue>, { tags, rows }: Series): void {
  const key = toKey(tags['device'], tags['channel'])
  const [row] = rows
  // An older piece never replaces what a newer one gave.
  if (row === undefined || found.has(key)) return
  const [measuredAt, value, quality] = row.map(Number)
  if (measuredAt === undefined || value === undefined || quality === undefined) return
  found.set(key, { measuredAt, value, quality })
}

/** Neither holds a space. */
function toKey(device = '', channel = ''): string {
  return `${device} ${channel}`
}
