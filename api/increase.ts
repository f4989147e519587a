import type { Channel } from '#domain/channel.ts'
import { findQuantity } from '#domain/quantity.ts'
import type { ReadingsReader, Span, Window } from '#store/readings/contract.ts'

/**
 * By how much a counter rose, window by window: from the last value of the window before that has readings, at first from
 * `before`. Null where that is not known, where it fell, be it inside the window (it was reset, and nobody knows how
 * far it had come), and for everything that is no counter.
 */
export function findIncreases(
  channel: Channel,
  windows: readonly Window[],
  before: number | null,
): (number | null)[] {
  if (!isCounter(channel)) return windows.map(() => null)
  let from = before
  return windows.map(({ last, min }) => {
    if (last === null || min === null) return null
    const increase = from === null || min < from ? null : last - from
    from = last
    return increase
  })
}

/** The last value of a counter in the window's time before a span; null where there is none. */
export async function readCountBefore(
  readings: ReadingsReader,
  channel: Channel,
  { from, every }: Pick<Span, 'from'> & { readonly every: number },
): Promise<number | null> {
  if (!isCounter(channel)) return null
  const span = { from: from - every, until: from }
  const windows = await readings.window({ channel, ...span, every, offset: 0 })
  return windows.findLast(({ last }) => last !== null)?.last ?? null
}

function isCounter({ quantity }: Channel): boolean {
  return findQuantity(quantity)?.kind === 'counter'
}
