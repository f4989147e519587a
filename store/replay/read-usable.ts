import type { Channel } from '#domain/channel.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import type { ReadingsReader, Span, StoredValue } from '#store/readings/contract.ts'

/** Readings of one question: what is in memory at once, and how long an event loop is held up. */
const PAGE = 10_000

interface UsableQuery extends Span {
  readonly channel: Channel
  readonly signal: AbortSignal
}

/** The usable readings of a span page by page, the oldest first. */
export async function* readUsable(
  readings: Pick<ReadingsReader, 'range'>,
  { channel, from, until, signal }: UsableQuery,
): AsyncGenerator<StoredValue[]> {
  let next = from
  while (next < until) {
    signal.throwIfAborted()
    const page = await readings.range({ channel, from: next, until, limit: PAGE })
    yield page.filter(({ quality }) => quality >= USABLE_MIN)
    next = page.length < PAGE ? until : (page.at(-1)?.measuredAt ?? until) + 1
  }
}
