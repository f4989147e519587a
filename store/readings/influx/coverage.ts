import type { Coverage, CoverageQuery, Span } from '../contract.ts'
import type { InfluxConnection } from './connection.ts'
import { groupByTime, isChannel, within } from './influxql.ts'
import { readPieces } from './pieces.ts'

const GAPS_MAX = 100

/** Only slots with readings are asked for and kept: one row each, from raw readings. */
export async function readCoverage(
  connection: InfluxConnection,
  query: CoverageQuery,
): Promise<Coverage> {
  const { from, until, expectedEvery: every } = query
  const expectedCount = Math.max(0, Math.floor((until - from) / every))
  const offset = (every - (from % every)) % every
  const read = (piece: Span) =>
    connection.query('raw', [
      `SELECT count("value") FROM "reading" WHERE ${isChannel(query.channel)} AND ${within(piece)} ` +
        `GROUP BY ${groupByTime(every, offset)} fill(none)`,
    ])
  const filled: number[] = []
  let readingCount = 0
  for await (const [[series] = []] of readPieces({ span: query }, read)) {
    for (const [start, count] of series?.rows ?? []) {
      readingCount += Number(count)
      const slot = Math.round((Number(start) - from) / every)
      // A slot that was cut comes twice.
      if (slot < expectedCount && slot !== filled.at(-1)) filled.push(slot)
    }
  }
  const gaps = findGaps(filled, expectedCount).map((gap) => toSpan(gap, query))
  return { expectedCount, receivedCount: filled.length, readingCount, gaps }
}

/** Runs of empty slots between the filled ones, which come in order: the longest first, the earlier first when equal. */
function findGaps(filled: readonly number[], expectedCount: number): Span[] {
  const gaps: Span[] = []
  let next = 0
  for (const slot of [...filled, expectedCount]) {
    if (slot > next) gaps.push({ from: next, until: slot })
    next = slot + 1
  }
  return gaps.toSorted((a, b) => b.until - b.from - (a.until - a.from)).slice(0, GAPS_MAX)
}

function toSpan(slots: Span, { from, expectedEvery }: CoverageQuery): Span {
  return { from: from + slots.from * expectedEvery, until: from + slots.until * expectedEvery }
}
