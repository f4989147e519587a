import type { Instant } from '#domain/time.ts'

import type { Span } from '../contract.ts'
import { cellOf, cellStart, type Grid, isAligned, wholeCells } from './calendar.ts'

/** Which spans of a window query come from which source. Together they are the whole span, once. */
export interface WindowPlan {
  readonly days: readonly Span[]
  readonly hours: readonly Span[]
  readonly raw: readonly Span[]
}

export interface PlanInput {
  readonly span: Span
  readonly windows: Grid
  readonly days: Grid
  readonly hours: Grid
  /** Instants of hot readings, ascending: roll-ups of their cells are not complete. */
  readonly hotAt: Float64Array
}

/** Whole days where the windows are made of days, whole hours where they are made of hours, raw readings for the rest. */
export function planWindows({ span, windows, days, hours, hotAt }: PlanInput): WindowPlan {
  const byDay = isAligned(windows, days)
    ? splitCells(span, days, hotAt)
    : { clean: [], rest: [span] }
  if (!isAligned(windows, hours)) return { days: byDay.clean, hours: [], raw: byDay.rest }
  const byHour = byDay.rest.map((rest) => splitCells(rest, hours, hotAt))
  return {
    days: byDay.clean,
    hours: byHour.flatMap(({ clean }) => clean),
    raw: byHour.flatMap(({ rest }) => rest),
  }
}

/** `clean`: runs of whole cells of the grid without hot readings. `rest`: the edges and the cells with hot readings. */
function splitCells(span: Span, grid: Grid, hotAt: Float64Array) {
  const whole = wholeCells(grid, span)
  if (whole.from >= whole.until) return { clean: [], rest: nonEmpty([span]) }
  const dirty = cellsOf(hotAt, grid, whole)
  const borders = [whole.from, ...dirty.flatMap((cell) => [cell.from, cell.until]), whole.until]
  const clean = borders.flatMap((from, i) =>
    i % 2 === 0 ? [{ from, until: borders[i + 1] ?? from }] : [],
  )
  const edges = [
    { from: span.from, until: whole.from },
    ...dirty,
    { from: whole.until, until: span.until },
  ]
  return { clean: nonEmpty(clean), rest: nonEmpty(edges) }
}

function cellsOf(hotAt: Float64Array, grid: Grid, { from, until }: Span): Span[] {
  const inside = hotAt.filter((at) => at >= from && at < until)
  const cells = new Set(Array.from(inside, (at: Instant) => cellOf(grid, at)))
  return Array.from(cells, (cell) => ({
    from: cellStart(grid, cell),
    until: cellStart(grid, cell + 1),
  }))
}

function nonEmpty(spans: readonly Span[]): Span[] {
  return spans.filter(({ from, until }) => from < until)
}
