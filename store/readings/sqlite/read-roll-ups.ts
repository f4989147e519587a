import type { DatabaseSync } from 'node:sqlite'

import type { Instant } from '#domain/time.ts'

import type { Span } from '../contract.ts'
import { readSummary, type Summary } from './aggregates.ts'
import { cellOf, cellStart, dayGrid, hourGrid } from './calendar.ts'
import type { OnDamage } from './damage.ts'
import { decodeIntactHours, type Hours, HOURS_PER_DAY } from './hours.ts'
import { prepareQuery } from './statement.ts'

type DayRow = readonly [
  day: number,
  count: number,
  min: number,
  max: number,
  sum: number,
  last: number,
]
type Params = [channel: number, firstDay: number, endDay: number]

/** The roll-up of one hour; `summary.at` is its beginning. */
export interface HourSummary {
  readonly summary: Summary
  /** Readings of any quality. */
  readonly readings: number
}

/**
 * The sealed roll-ups of one channel. Spans must begin and end on whole days or hours; only cells with readings come. Damaged
 * ones are told of and left out.
 */
export function prepareRollUps(db: DatabaseSync, onDamage: OnDamage) {
  const days = prepareQuery<Params, DayRow>(
    db,
    `SELECT day, count, min, max, sum, last FROM day
     WHERE channel = ? AND day >= ? AND day < ? AND count > 0 ORDER BY day`,
  )
  const hours = prepareQuery<Params, readonly [day: number, data: Uint8Array]>(
    db,
    'SELECT day, data FROM hours WHERE channel = ? AND day >= ? AND day < ? ORDER BY day',
  )
  return {
    *days(channel: number, span: Span, dayOffset: number): Generator<Summary> {
      const grid = dayGrid(dayOffset)
      const rows = days.iterate(channel, cellOf(grid, span.from), cellOf(grid, span.until))
      for (const [day, count, min, max, sum, last] of rows) {
        yield { at: cellStart(grid, day), count, min, max, sum, last }
      }
    },
    *hours(channel: number, span: Span, dayOffset: number): Generator<HourSummary> {
      const grid = dayGrid(dayOffset)
      const rows = hours.iterate(channel, cellOf(grid, span.from), cellOf(grid, span.until - 1) + 1)
      for (const [day, data] of rows) {
        const hoursOf = decodeIntactHours(data)
        const starts = hourStarts(day, dayOffset)
        if (hoursOf !== undefined) yield* hoursOfDay(hoursOf, span, starts)
        else onDamage({ channel, startAt: starts[0] ?? span.from })
      }
    },
  }
}
export type RollUps = ReturnType<typeof prepareRollUps>

function hourStarts(day: number, dayOffset: number): Instant[] {
  const grid = hourGrid(dayOffset)
  return Array.from({ length: HOURS_PER_DAY }, (_, i) => cellStart(grid, day * HOURS_PER_DAY + i))
}

function* hoursOfDay(
  { usable, readings }: Hours,
  { from, until }: Span,
  starts: Instant[],
): Generator<HourSummary> {
  for (const [hour, at] of starts.entries()) {
    if (at < from || at >= until || !readings[hour]) continue
    yield { summary: readSummary(usable, hour, at), readings: readings[hour] ?? 0 }
  }
}
