import type { Instant } from './time.ts'

/** A value of one channel at one instant. */
export interface Measured {
  readonly at: Instant
  readonly value: number
}

/** From (inclusive) until (exclusive). */
export interface Stretch {
  readonly from: Instant
  readonly until: Instant
}

/** What of a list, oldest first, lies in a stretch. */
export function within<Item extends { readonly at: Instant }>(
  list: readonly Item[],
  { from, until }: Stretch,
): readonly Item[] {
  return list.slice(countBefore(list, from), countBefore(list, until))
}

/** How many of a list, oldest first, are before an instant. */
export function countBefore(list: readonly { readonly at: Instant }[], at: Instant): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((list[middle]?.at ?? Infinity) < at) low = middle + 1
    else high = middle
  }
  return low
}
