import type { Channel } from '#domain/channel.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import type { ReadingsReader, Span, StoredValue } from '#store/readings/contract.ts'

/** Readings of one question: what is in memory at once, and how long an event loop is held up. */
const PAGE = 10_000

interface UsableQuery extends Span {
  readonly channel: Channel
  /** Readings of a page; fewer where only the first ones may be needed. */
  readonly pageMax?: number
  readonly signal: AbortSignal
}

/** The usable readings of a span page by page, the oldest first. */
export async function* readUsable(
  readings: Pick<ReadingsReader, 'range'>,
  { channel, from, until, signal, pageMax = PAGE }: UsableQuery,
): AsyncGenerator<StoredValue[]> {
  let next = from
  while (next < until) {
    signal.throwIfAborted()
    const page = await readings.range({ channel, from: next, until, limit: pageMax })
    yield page.filter(({ quality }) => quality >= USABLE_MIN)
    next = page.length < pageMax ? until : (page.at(-1)?.measuredAt ?? until) + 1
  }
}
