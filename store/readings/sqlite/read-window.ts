import { NguonError } from '#domain/error.ts'
import type { Instant } from '#domain/time.ts'

import { type ReadingColumns, sliceColumns } from '../chunk-columns.ts'
import type { Span, WindowQuery } from '../contract.ts'
import {
  addReadings,
  addSummary,
  type Aggregates,
  type Cells,
  createAggregates,
} from './aggregates.ts'
import { cellOf, cellsBeginningIn, cellStart, dayGrid, type Grid, hourGrid } from './calendar.ts'
import type { ReadSources } from './read-sources.ts'
import { planWindows } from './window-plan.ts'

/** Aggregates of consecutive windows, the first of which begins at `start`. */
export interface PackedWindows {
  readonly start: Instant
  readonly aggregates: Aggregates
}

/** More windows than this are refused: nobody looks at them, and they would fill the memory. */
const WINDOWS_MAX = 200_000

/**
 * Exact, except where raw readings are gone by retention: there hours are all we have, and an hour counts whole, in the window
 * in which it begins, when it begins inside the span.
 */
export function readWindows(sources: ReadSources, query: WindowQuery): PackedWindows {
  const windows: Grid = { size: query.every, offset: query.offset }
  const { cells, start } = createCells(windows, query)
  if (cells.into.count.length === 0) return { start, aggregates: cells.into }
  const { dayOffset, rawFrom } = sources.readMeta()
  const split = Math.max(query.from, Math.min(query.until, rawFrom))
  const read = { sources, cells, channel: query.channel.id, dayOffset }
  addHours(read, cellsBeginningIn(hourGrid(dayOffset), { from: query.from, until: split }))
  addKept(read, { from: split, until: query.until })
  return { start, aggregates: cells.into }
}

interface WindowRead {
  readonly sources: ReadSources
  readonly cells: Cells
  readonly channel: number
  readonly dayOffset: number
}

function createCells(grid: Grid, { from, until }: Span) {
  const first = cellOf(grid, from)
  const count = from < until ? cellOf(grid, until - 1) - first + 1 : 0
  if (count > WINDOWS_MAX) throw tooMany(count)
  const cells: Cells = { grid, first, into: createAggregates(count) }
  return { cells, start: cellStart(grid, first) }
}

function tooMany(count: number): NguonError {
  return new NguonError(
    'READINGS_QUERY_TOO_WIDE',
    `${count} windows were asked for, at most ${WINDOWS_MAX} are given: ask for a shorter span or wider windows.`,
  )
}

/** Where raw readings are kept: roll-ups for what is sealed and whole, raw and hot readings for the rest. */
function addKept(read: WindowRead, span: Span): void {
  if (span.from >= span.until) return
  const { sources, cells, channel, dayOffset } = read
  const hot = sources.readHot(sources.readMeta(), channel, span)
  const plan = planWindows({
    span,
    windows: cells.grid,
    days: dayGrid(dayOffset),
    hours: hourGrid(dayOffset),
    hotAt: hot.measuredAt,
  })
  for (const days of plan.days) addDays(read, days)
  for (const hours of plan.hours) addHours(read, hours)
  for (const raw of plan.raw) addRaw(read, raw, hot)
}

function addDays({ sources, cells, channel, dayOffset }: WindowRead, span: Span): void {
  for (const summary of sources.rollUps.days(channel, span, dayOffset)) {
    addSummary(cells.into, cellOf(cells.grid, summary.at) - cells.first, summary)
  }
}

function addHours({ sources, cells, channel, dayOffset }: WindowRead, span: Span): void {
  for (const { summary } of sources.rollUps.hours(channel, span, dayOffset)) {
    if (summary.count === 0) continue
    addSummary(cells.into, cellOf(cells.grid, summary.at) - cells.first, summary)
  }
}

function addRaw({ sources, cells, channel }: WindowRead, span: Span, hot: ReadingColumns): void {
  const blocks = sources.blocks.oldestFirst({ channel, ...span, hot: sliceColumns(hot, span) })
  for (const block of blocks) addReadings(cells, block)
}
