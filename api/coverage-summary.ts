import type { Channel } from '#domain/channel.ts'
import { DAY, HOUR } from '#domain/time.ts'
import { offsetAt } from '#domain/zone.ts'
import type { Coverage, ReadingsReader, Span, Window } from '#store/readings/contract.ts'

/** What came of what was expected of a channel. */
export interface CoverageSummary {
  /** How fine it was looked at, milliseconds: a shorter hole is in the count, but is no gap. */
  readonly grain: number
  readonly expectedCount: number
  readonly receivedCount: number
  readonly longestGap: Span | undefined
}

/** Cells of one channel that are looked at; a longer span is looked at by the hour or by the day, from roll-ups. */
const CELLS_MAX = 2_000

export interface Expected extends Span {
  readonly channel: Channel
  /** Milliseconds between readings. */
  readonly every: number
  /** Zone whose days are meant. */
  readonly zone: string
}

export async function summarizeCoverage(
  readings: ReadingsReader,
  { channel, from, until, every, zone }: Expected,
): Promise<CoverageSummary> {
  const grain = chooseGrain(until - from, every)
  if (grain === every) {
    const coverage = await readings.coverage({ channel, from, until, expectedEvery: every })
    return { grain, ...keepLongest(coverage) }
  }
  const offset = ((offsetAt(zone, from) % grain) + grain) % grain
  const windows = await readings.window({ channel, from, until, every: grain, offset })
  return { grain, ...countWindows(windows, { from, until }, { every, grain }) }
}

function chooseGrain(duration: number, every: number): number {
  const fine = [every, HOUR, DAY].filter((grain) => grain >= every)
  return fine.find((grain) => duration / grain <= CELLS_MAX) ?? Math.max(every, DAY)
}

function keepLongest({ expectedCount, receivedCount, gaps }: Coverage) {
  return { expectedCount, receivedCount, longestGap: gaps[0] }
}

/**
 * What came more often than expected in one window makes up for nothing that is missing in another, but for one reading: those
 * that come every 45 minutes are one in some hours and two in others.
 */
export function countWindows(
  windows: readonly Window[],
  { from, until }: Span,
  { every, grain }: { readonly every: number; readonly grain: number },
): Omit<CoverageSummary, 'grain'> {
  let [received, longest, gapFrom] = [0, undefined as Span | undefined, from]
  for (const { start, count } of windows) {
    const cell = { from: Math.max(start, from), until: Math.min(start + grain, until) }
    received += Math.min(count, Math.floor((cell.until - cell.from) / every) + 1)
    if (count > 0) gapFrom = cell.until
    const gap = { from: gapFrom, until: cell.until }
    if (gap.until - gap.from > (longest ? longest.until - longest.from : 0)) longest = gap
  }
  const expectedCount = Math.floor((until - from) / every)
  const receivedCount = Math.min(expectedCount, received)
  return { expectedCount, receivedCount, longestGap: longest }
}
