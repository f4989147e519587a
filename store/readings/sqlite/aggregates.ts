import { USABLE_MIN } from '#domain/quality.ts'
import type { Instant } from '#domain/time.ts'

import type { ReadingColumns } from '../chunk-columns.ts'
import type { Window } from '../contract.ts'
import { cellOf, type Grid } from './calendar.ts'

/** What is known of each cell of a grid, one array per column; index 0 is cell `first`. Nothing but `count` means anything where count is 0. */
export interface Aggregates {
  readonly count: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  readonly sum: Float64Array
  readonly last: Float64Array
  /** An instant no later than any reading that is still to come in the cell, no earlier than any before: orders `last`. */
  readonly lastAt: Float64Array
}

export function createAggregates(size: number): Aggregates {
  return {
    count: new Float64Array(size),
    min: new Float64Array(size).fill(Infinity),
    max: new Float64Array(size).fill(-Infinity),
    sum: new Float64Array(size),
    last: new Float64Array(size),
    lastAt: new Float64Array(size).fill(-Infinity),
  }
}

/** Cells of a grid, seen from `first`: where a reading's index comes from. */
export interface Cells {
  readonly grid: Grid
  readonly first: number
  readonly into: Aggregates
}

/** Adds what is usable. Readings outside the cells must not be given. */
export function addReadings({ grid, first, into }: Cells, columns: ReadingColumns): void {
  const { measuredAt, value, quality } = columns
  for (let i = 0; i < measuredAt.length; i += 1) {
    if ((quality[i] ?? 0) < USABLE_MIN) continue
    const at = measuredAt[i] ?? 0
    const v = value[i] ?? 0
    addSummary(into, cellOf(grid, at) - first, { at, count: 1, min: v, max: v, sum: v, last: v })
  }
}

/** The aggregate of some span of time inside one cell; `at` is any instant of that span. */
export interface Summary {
  readonly at: Instant
  readonly count: number
  readonly min: number
  readonly max: number
  readonly sum: number
  readonly last: number
}

export function addSummary(into: Aggregates, i: number, summary: Summary): void {
  into.count[i] = (into.count[i] ?? 0) + summary.count
  into.sum[i] = (into.sum[i] ?? 0) + summary.sum
  if (summary.min < (into.min[i] ?? 0)) into.min[i] = summary.min
  if (summary.max > (into.max[i] ?? 0)) into.max[i] = summary.max
  if (summary.at < (into.lastAt[i] ?? 0)) return
  into.lastAt[i] = summary.at
  into.last[i] = summary.last
}

export function readSummary(from: Aggregates, i: number, at: Instant): Summary {
  return {
    at,
    count: from.count[i] ?? 0,
    min: from.min[i] ?? 0,
    max: from.max[i] ?? 0,
    sum: from.sum[i] ?? 0,
    last: from.last[i] ?? 0,
  }
}

export function toWindows(from: Aggregates, start: Instant, every: number): Window[] {
  return Array.from(from.count, (count, i) => toWindow(readSummary(from, i, start + i * every)))
}

function toWindow({ at, count, min, max, sum, last }: Summary): Window {
  return count === 0
    ? { start: at, count, min: null, max: null, mean: null, last: null }
    : { start: at, count, min, max, mean: sum / count, last }
}
