import type { Instant } from '../time.ts'

/** Time from an instant until another; both belong to it. */
export interface Range {
  readonly from: Instant
  readonly until: Instant
}

/** The shortest that holds both. */
export function joinRanges(one: Range, other: Range): Range {
  return { from: Math.min(one.from, other.from), until: Math.max(one.until, other.until) }
}
