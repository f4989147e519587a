import type { Readable } from 'node:stream'

import type { Channel } from '#domain/channel.ts'
import { SECOND } from '#domain/time.ts'
import type { Window } from '#store/readings/contract.ts'

import { WINDOW_COLUMNS } from './csv.ts'
import type { Format } from './format.ts'
import { findIncreases, readCountBefore } from './increase.ts'
import type { ApiOptions } from './options.ts'
import type { Page } from './page.ts'
import type { ReadingsRequest } from './readings-request.ts'
import { toWindowRow, unitOf, type WindowRow } from './rows.ts'
import { selectSeries, type Series } from './selection.ts'
import { toSpan } from './span.ts'
import { createRowStream } from './stream.ts'
import {
  clipSeries,
  createGrid,
  cutGrid,
  readWindows,
  refuseTooManyWindows,
  type Grid,
} from './windows.ts'
import { zoneOf } from './zone-of.ts'

export async function answerWindows(
  options: ApiOptions,
  query: ReadingsRequest,
  format: Format,
): Promise<Page<WindowRow> | Readable> {
  const zone = zoneOf(options, query)
  const span = toSpan(query, zone)
  const series = await selectSeries(options.registry, query, span)
  const every = query.window ?? SECOND
  if (format === 'json') refuseTooManyWindows(series, every)
  // Before a device stood at a place it counted what happened elsewhere.
  const isCountedOn = query.place === undefined
  const grid = createGrid(zone, every, span)
  const batches = readRows(options, series, { grid, isCountedOn })
  if (format === 'json') return { items: await arrange(batches, query), next: null }
  const units = new Set(series.map(({ channel }) => unitOf(channel)))
  return createRowStream(format, { columns: WINDOW_COLUMNS, units, batches })
}

async function arrange(
  batches: AsyncGenerator<WindowRow[]>,
  { arrange: by }: ReadingsRequest,
): Promise<WindowRow[]> {
  const rows = (await Array.fromAsync(batches)).flat()
  return by === 'time' ? rows.toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start)) : rows
}

async function* readRows(
  { readings }: ApiOptions,
  series: readonly Series[],
  { grid, isCountedOn }: { readonly grid: Grid; readonly isCountedOn: boolean },
): AsyncGenerator<WindowRow[]> {
  for (const one of series) {
    const [span] = isCountedOn ? one.spans : []
    const start = span && { from: span.from, every: grid.every }
    let before = start ? await readCountBefore(readings, one.channel, start) : null
    for (const piece of cutGrid(grid)) {
      const windows = await readWindows(readings, clipSeries(one, piece), grid)
      if (windows.length > 0) yield toRows(one.channel, windows, { before, zone: grid.zone })
      before = windows.findLast(({ last }) => last !== null)?.last ?? before
    }
  }
}

function toRows(
  channel: Channel,
  windows: readonly Window[],
  { before, zone }: { readonly before: number | null; readonly zone: string },
): WindowRow[] {
  const increases = findIncreases(channel, windows, before)
  return windows.map((window, index) => {
    const row = toWindowRow(channel, window, zone)
    return Object.assign(row, { increase: increases[index] ?? null })
  })
}
