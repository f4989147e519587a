import type { SequencedEntry } from '#store/journal/contract.ts'

/** Entries read from the journal at once. */
export const ENTRIES_MAX = 4_000
/**
 * Payload bytes taken through the pipeline at once, unless a single payload is larger. A byte becomes some 30 in memory, and 4,000
 * messages of three values are 320 kB.
 */
export const BYTES_MAX = 1024 * 1024

/** The entries in order, in portions of at most `bytesMax` payload bytes. */
export function* toPortions(
  entries: readonly SequencedEntry[],
  bytesMax = BYTES_MAX,
): Generator<readonly SequencedEntry[]> {
  let start = 0
  let bytes = 0
  for (const [index, { payload }] of entries.entries()) {
    if (bytes + payload.length > bytesMax && index > start) {
      yield entries.slice(start, index)
      start = index
      bytes = 0
    }
    bytes += payload.length
  }
  if (start < entries.length) yield entries.slice(start)
}

/** Whether a read brought as much as it may, so that more is waiting. */
export function isWhole(entries: readonly SequencedEntry[], readMax: number): boolean {
  return entries.length >= readMax || countBytes(entries) >= BYTES_MAX
}

function countBytes(entries: readonly SequencedEntry[]): number {
  return entries.reduce((sum, { payload }) => sum + payload.length, 0)
}

/**
 * How many entries to read next: as many as would fit `BYTES_MAX` if they were like the last ones, but at most twice
 * as many as those.
 */
export function nextReadMax(entries: readonly SequencedEntry[]): number {
  const fitting = Math.floor((BYTES_MAX * entries.length) / Math.max(countBytes(entries), 1))
  return Math.max(READ_MIN, Math.min(ENTRIES_MAX, 2 * entries.length, fitting))
}
const READ_MIN = 64
