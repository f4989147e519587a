import { NguonError } from '#domain/error.ts'
import { HOUR } from '#domain/time.ts'

import type { Window, WindowQuery } from '../contract.ts'
import type { InfluxConnection } from './connection.ts'
import { readHourParts } from './hour-parts.ts'
import { type Grid, type Part, readRawParts } from './raw-parts.ts'

/** More windows than this are refused: nobody looks at them, and they would fill the memory. */
const WINDOWS_MAX = 200_000
/** Below this a question about raw readings is as cheap. */
const HOURLY_SPAN_MIN = 6 * HOUR

export async function readWindows(
  connection: InfluxConnection,
  query: WindowQuery,
): Promise<Window[]> {
  const { from, until, every, offset } = query
  checkCount(query)
  if (from >= until) return []
  const usesHours = every % HOUR === 0 && offset % HOUR === 0 && until - from >= HOURLY_SPAN_MIN
  const parts = usesHours
    ? await readHourParts(connection, query)
    : await readRawParts({ connection, channel: query.channel, grid: query }, query)
  return toWindows(query, parts)
}

function checkCount({ from, until, every }: WindowQuery): void {
  const count = Math.ceil((until - from) / every)
  if (count <= WINDOWS_MAX) return
  throw new NguonError(
    'READINGS_QUERY_TOO_WIDE',
    `${count} windows were asked for, at most ${WINDOWS_MAX} are given: ask for a shorter span or wider windows.`,
  )
}

function toWindows({ from, until, every, offset }: WindowQuery, parts: readonly Part[]): Window[] {
  const windows: Window[] = []
  let next = 0
  for (let start = toGrid(from, { every, offset }); start < until; start += every) {
    const inside: Part[] = []
    for (let part = parts[next]; part && part.start < start + every; part = parts[++next])
      inside.push(part)
    windows.push(toWindow(start, inside))
  }
  return windows
}

function toGrid(instant: number, { every, offset }: Grid): number {
  return Math.floor((instant + offset) / every) * every - offset
}

function toWindow(start: number, parts: readonly Part[]): Window {
  const count = parts.reduce((total, part) => total + part.count, 0)
  const last = parts.at(-1)
  if (last === undefined) return { start, count: 0, min: null, max: null, mean: null, last: null }
  return {
    start,
    count,
    min: Math.min(...parts.map(({ min }) => min)),
    max: Math.max(...parts.map(({ max }) => max)),
    mean: parts.reduce((sum, part) => sum + part.sum, 0) / count,
    last: last.last,
  }
}
