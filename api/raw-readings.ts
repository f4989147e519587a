import { z } from 'zod'

import type { Channel } from '#domain/channel.ts'
import type { Instant } from '#domain/time.ts'
import type { ReadingsReader, Span, StoredValue } from '#store/readings/contract.ts'

import type { Series } from './selection.ts'

export type Order = 'oldest' | 'newest'

/** Readings of one channel that follow one another. */
export interface Batch {
  readonly channel: Channel
  readonly values: readonly StoredValue[]
}

export interface RawQuery {
  readonly series: readonly Series[]
  readonly order: Order
  /** Readings in all. */
  readonly limit: number
}

/** Readings that are asked of the store at once; so many are in memory for a client that reads slowly. */
const BATCH_MAX = 10_000

/** All raw readings, channel by channel, in the order asked; the store is asked only as fast as batches are taken. */
export async function* readBatches(
  readings: ReadingsReader,
  { series, order, limit }: RawQuery,
): AsyncGenerator<Batch> {
  let left = limit
  for (const { channel, spans } of series) {
    for (const span of order === 'oldest' ? spans : spans.toReversed()) {
      let rest: Span | undefined = span
      while (rest !== undefined && left > 0) {
        const count = Math.min(BATCH_MAX, left)
        const values = await readings.range({ channel, ...rest, order, limit: count })
        if (values.length > 0) yield { channel, values }
        left -= values.length
        rest = values.length < count ? undefined : findRest(rest, order, values.at(-1))
      }
    }
  }
}

/** Where a page ended. The span is part of it: "until now" of the first page holds for all. */
export const cursorShape = z.object({
  query: z.string(),
  span: z.object({ from: z.number(), until: z.number() }),
  channel: z.number(),
  at: z.number(),
})
export type Cursor = z.output<typeof cursorShape>

/** What is left of the series behind a cursor. */
export function skipTo(
  series: readonly Series[],
  order: Order,
  { channel, at }: Pick<Cursor, 'channel' | 'at'>,
): Series[] {
  return series
    .filter((one) => one.channel.id >= channel)
    .map((one) => (one.channel.id === channel ? cutSpans(one, order, at) : one))
}

function cutSpans({ channel, spans }: Series, order: Order, at: Instant): Series {
  const rest = spans.map((span) => cutSpan(span, order, at))
  return { channel, spans: rest.filter((span) => span.from < span.until) }
}

function cutSpan({ from, until }: Span, order: Order, at: Instant): Span {
  return order === 'oldest'
    ? { from: Math.max(from, at + 1), until }
    : { from, until: Math.min(until, at) }
}

function findRest(span: Span, order: Order, last: StoredValue | undefined): Span | undefined {
  if (last === undefined) return undefined
  const rest = cutSpan(span, order, last.measuredAt)
  return rest.from < rest.until ? rest : undefined
}
