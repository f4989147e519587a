import type { Channel } from '#domain/channel.ts'

import type { QualityCount, Span } from '../contract.ts'
import type { InfluxConnection } from './connection.ts'
import { isChannel, within } from './influxql.ts'
import { readPieces } from './pieces.ts'

/** InfluxQL groups by no field: the qualities that there are first, then each is counted. */
export async function readQualities(
  connection: InfluxConnection,
  { channel, ...span }: Span & { readonly channel: Channel },
): Promise<QualityCount[]> {
  const counts = new Map<number, number>()
  const read = async (piece: Span) => {
    const where = `FROM "reading" WHERE ${isChannel(channel)} AND ${within(piece)}`
    const [[found] = []] = await connection.query('raw', [`SELECT distinct("q") ${where}`])
    const qualities = (found?.rows ?? []).map(([, quality]) => Number(quality))
    if (qualities.length === 0) return []
    const statements = qualities.map(
      (quality) => `SELECT count("value") ${where} AND "q" = ${quality}`,
    )
    const answers = await connection.query('raw', statements)
    return qualities.map((quality, index) => {
      return { quality, count: Number(answers[index]?.[0]?.rows[0]?.[1] ?? 0) }
    })
  }
  for await (const piece of readPieces({ span }, read)) {
    for (const { quality, count } of piece) {
      counts.set(quality, (counts.get(quality) ?? 0) + count)
    }
  }
  const all = Array.from(counts, ([quality, count]) => ({ quality, count }))
  return all.toSorted((one, other) => one.quality - other.quality)
}
