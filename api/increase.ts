import type { Channel } from '#domain/channel.ts'
import { findQuantity } from '#domain/quantity.ts'
import type { Window } from '#store/readings/contract.ts'

/**
 * By how much a counter rose, window by window: from the last value of the window before that has readings. Null in the first
 * one, where it fell (it was reset, and nobody knows how far it had come), and for everything that is no counter.
 */
export function findIncreases(channel: Channel, windows: readonly Window[]): (number | null)[] {
  if (findQuantity(channel.quantity)?.kind !== 'counter') return windows.map(() => null)
  let before: number | null = null
  return windows.map(({ last }) => {
    if (last === null) return null
    const increase = before === null || last < before ? null : last - before
    before = last
    return increase
  })
}
