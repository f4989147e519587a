import type { Instant } from '#domain/time.ts'
import { DAY, HOUR } from '#domain/time.ts'

import type { Span } from '../contract.ts'

/**
 * Cells of equal size: they begin where (t + offset) is divisible by `size`, as in `WindowQuery`. Cell numbers count from
 * 1970, negative before it.
 */
export interface Grid {
  readonly size: number
  readonly offset: number
}

export function dayGrid(dayOffset: number): Grid {
  return { size: DAY, offset: dayOffset }
}

/** Hours begin with the day, so 24 of them fill it also where the offset is 5 h 30 min. */
export function hourGrid(dayOffset: number): Grid {
  return { size: HOUR, offset: dayOffset }
}

export function cellOf({ size, offset }: Grid, at: Instant): number {
  return Math.floor((at + offset) / size)
}

export function cellStart({ size, offset }: Grid, cell: number): Instant {
  return cell * size - offset
}

/** From the beginning of the first whole cell inside the span to the end of the last; empty or reversed when there is none. */
export function wholeCells(grid: Grid, { from, until }: Span): Span {
  return { from: roundUp(grid, from), until: cellStart(grid, cellOf(grid, until)) }
}

/** The cells that begin inside the span, the last of which may reach beyond it. */
export function cellsBeginningIn(grid: Grid, { from, until }: Span): Span {
  return { from: roundUp(grid, from), until: roundUp(grid, until) }
}

function roundUp(grid: Grid, at: Instant): Instant {
  return cellStart(grid, Math.ceil((at + grid.offset) / grid.size))
}

/** True when every border of `coarse` is one of `fine` too. */
export function isAligned(coarse: Grid, fine: Grid): boolean {
  return coarse.size % fine.size === 0 && (coarse.offset - fine.offset) % fine.size === 0
}
