import type { Channel } from '#domain/channel.ts'
import { HOUR } from '#domain/time.ts'
import { offsetPeriods, toInstant, type OffsetPeriod } from '#domain/zone.ts'
import type { ReadingsReader, Span, Window } from '#store/readings/contract.ts'

import { RequestProblem } from './problem.ts'
import type { Series } from './selection.ts'

export interface Grid {
  /** Milliseconds between the beginnings of windows, as a clock on the wall shows them. */
  readonly every: number
  readonly zone: string
  /** Within each of these the offset that aligns windows is constant; oldest first. */
  readonly periods: readonly OffsetPeriod[]
}

/** Windows of one JSON answer, over all its channels; more are refused, naming what to change. */
const WINDOWS_MAX = 50_000
/** Windows of one series that are read at once, and in memory for a client that reads slowly. */
const PIECE_WINDOWS_MAX = 10_000
/** Clocks go back by less than this: nearer to a change, a time of day may come twice. */
const CHANGE_MARGIN = 3 * HOUR

/**
 * How windows of `every` lie in a zone: days begin at local midnight, also when clocks change. Where a change moves
 * the grid by whole windows (15 minutes, 1 hour in Europe) one period is enough; else each offset has its own, and
 * the window in which clocks change is put together from both sides: 23 or 25 hours.
 */
export function createGrid(zone: string, every: number, span: Span): Grid {
  const periods = offsetPeriods(zone, span.from, span.until)
  const [first] = periods
  const isSame = periods.every(
    ({ offset }) => modulo(offset, every) === modulo(first?.offset ?? 0, every),
  )
  if (first === undefined || !isSame) return { every, zone, periods }
  return { every, zone, periods: [{ ...span, offset: first.offset }] }
}

/** The span of a grid in pieces of so many windows or a little more. A window never lies in two of them. */
export function* cutGrid({ every, periods }: Grid): Generator<Span> {
  let from = periods[0]?.from ?? 0
  const margin = periods.length > 1 ? CHANGE_MARGIN : 0
  for (const period of periods) {
    const cut = () => {
      const first = Math.max(from, period.from + margin)
      const cell = Math.floor((first + period.offset) / every)
      return (cell + PIECE_WINDOWS_MAX) * every - period.offset
    }
    for (let until = cut(); until < period.until - margin; until = cut()) {
      yield { from, until }
      from = until
    }
  }
  const last = periods.at(-1)?.until ?? from
  if (from < last) yield { from, until: last }
}

/** The part of a series that lies in a piece. */
export function clipSeries({ channel, spans }: Series, { from, until }: Span): Series {
  const clipped = spans.map((span) => ({
    from: Math.max(span.from, from),
    until: Math.min(span.until, until),
  }))
  return { channel, spans: clipped.filter((span) => span.from < span.until) }
}

/** Throws a problem when the series hold more windows than one answer may. */
export function refuseTooManyWindows(series: readonly Series[], every: number): void {
  const spans = series.flatMap((one) => one.spans)
  const count = spans.reduce((sum, { from, until }) => sum + Math.ceil((until - from) / every), 0)
  if (count <= WINDOWS_MAX) return
  const detail = {
    vi: `Có ${count} ô thời gian của ${series.length} kênh; một câu trả lời JSON chứa nhiều nhất ${WINDOWS_MAX}. Hãy lấy ô dài hơn, khoảng ngắn hơn, ít kênh hơn, hoặc format=csv hay ndjson (không giới hạn).`,
    en:
      `These are ${count} windows of ${series.length} channels; one JSON answer holds at most ${WINDOWS_MAX}. ` +
      'Take a longer window, a shorter span or fewer channels, or format=csv or ndjson, which have no limit.',
  }
  throw new RequestProblem('bad-request', 'TOO_MANY_WINDOWS', detail)
}

/** Every window of a series, empty ones included, oldest first. */
export async function readWindows(
  readings: ReadingsReader,
  { channel, spans }: Series,
  grid: Grid,
): Promise<Window[]> {
  const windows = new Map<number, Window>()
  for (const span of spans) {
    for (const period of grid.periods) {
      const piece = await readPiece(readings, channel, { span, period, every: grid.every })
      addPiece(windows, piece, { grid, offset: period.offset })
    }
  }
  return [...windows.values()].toSorted((a, b) => a.start - b.start)
}

async function readPiece(
  readings: ReadingsReader,
  channel: Channel,
  { span, period, every }: { span: Span; period: OffsetPeriod; every: number },
): Promise<Window[]> {
  const from = Math.max(span.from, period.from)
  const until = Math.min(span.until, period.until)
  if (from >= until) return []
  return await readings.window({
    channel,
    from,
    until,
    every,
    offset: modulo(period.offset, every),
  })
}

/** A window is known by its number on the local clock, so the two parts of one that is cut find each other. */
function addPiece(
  windows: Map<number, Window>,
  piece: readonly Window[],
  { grid, offset }: { grid: Grid; offset: number },
): void {
  const { every, zone, periods } = grid
  for (const [index, window] of piece.entries()) {
    const cell = Math.floor((window.start + offset) / every)
    const earlier = windows.get(cell)
    // The first one of a period may have begun under the offset before.
    const isCut = index === 0 && periods.length > 1
    const start = isCut ? toInstant(zone, cell * every) : window.start
    windows.set(cell, earlier === undefined ? { ...window, start } : mergeWindows(earlier, window))
  }
}

/** Two parts of one window, the earlier first. */
export function mergeWindows(earlier: Window, later: Window): Window {
  if (later.count === 0) return earlier
  if (earlier.count === 0) return { ...later, start: earlier.start }
  const count = earlier.count + later.count
  const sum = (earlier.mean ?? 0) * earlier.count + (later.mean ?? 0) * later.count
  return {
    start: earlier.start,
    count,
    min: Math.min(earlier.min ?? Infinity, later.min ?? Infinity),
    max: Math.max(earlier.max ?? -Infinity, later.max ?? -Infinity),
    mean: sum / count,
    last: later.last,
  }
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
