import type { Span, StoredValue } from './contract.ts'

/** Readings of one channel, strictly ascending in time, one array per column. */
export interface ReadingColumns {
  readonly measuredAt: Float64Array
  readonly value: Float64Array
  readonly quality: Uint8Array
}

export function createColumns(length: number): ReadingColumns {
  return {
    measuredAt: new Float64Array(length),
    value: new Float64Array(length),
    quality: new Uint8Array(length),
  }
}

export type ReadingRow = readonly [measuredAt: number, value: number, quality: number]

export function toColumns(rows: readonly ReadingRow[]): ReadingColumns {
  const columns = createColumns(rows.length)
  for (const [i, [measuredAt, value, quality]] of rows.entries()) {
    columns.measuredAt[i] = measuredAt
    columns.value[i] = value
    columns.quality[i] = quality
  }
  return columns
}

export function toStoredValues({ measuredAt, value, quality }: ReadingColumns): StoredValue[] {
  return Array.from(measuredAt, (at, i) => ({
    measuredAt: at,
    value: value[i] ?? 0,
    quality: quality[i] ?? 0,
  }))
}

/** A view, not a copy. */
export function pickColumns(columns: ReadingColumns, begin: number, end?: number): ReadingColumns {
  return {
    measuredAt: columns.measuredAt.subarray(begin, end),
    value: columns.value.subarray(begin, end),
    quality: columns.quality.subarray(begin, end),
  }
}

/** What lies in the span, as a view. */
export function sliceColumns(columns: ReadingColumns, { from, until }: Span): ReadingColumns {
  return pickColumns(columns, findIndex(columns, from), findIndex(columns, until))
}

/** The index of the first reading at or after `at`. */
export function findIndex({ measuredAt }: ReadingColumns, at: number): number {
  let low = 0
  let high = measuredAt.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((measuredAt[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

export function joinColumns(parts: readonly ReadingColumns[]): ReadingColumns {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const joined = createColumns(parts.reduce((sum, part) => sum + part.measuredAt.length, 0))
  let length = 0
  for (const part of parts) {
    joined.measuredAt.set(part.measuredAt, length)
    joined.value.set(part.value, length)
    joined.quality.set(part.quality, length)
    length += part.measuredAt.length
  }
  return joined
}

/** Both in time order; where both have an instant, the newer one wins. */
export function mergeColumns(older: ReadingColumns, newer: ReadingColumns): ReadingColumns {
  const [firstNewer] = newer.measuredAt
  if (firstNewer === undefined) return older
  if ((older.measuredAt.at(-1) ?? -Infinity) < firstNewer) return joinColumns([older, newer])
  const merged = createColumns(older.measuredAt.length + newer.measuredAt.length)
  let length = 0
  let o = 0
  let n = 0
  while (o < older.measuredAt.length || n < newer.measuredAt.length) {
    const olderAt = older.measuredAt[o] ?? Infinity
    const newerAt = newer.measuredAt[n] ?? Infinity
    if (newerAt <= olderAt) copyReading(merged, length, [newer, n++])
    else copyReading(merged, length, [older, o])
    if (olderAt <= newerAt) o += 1
    length += 1
  }
  return pickColumns(merged, 0, length)
}

function copyReading(
  into: ReadingColumns,
  i: number,
  from: readonly [ReadingColumns, number],
): void {
  const [columns, j] = from
  into.measuredAt[i] = columns.measuredAt[j] ?? 0
  into.value[i] = columns.value[j] ?? 0
  into.quality[i] = columns.quality[j] ?? 0
}
