import type { Readable } from 'node:stream'

import { SECOND } from '#domain/time.ts'

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
import { createGrid, readWindows, refuseTooManyWindows, type Grid } from './windows.ts'

export async function answerWindows(
  options: ApiOptions,
  query: ReadingsRequest,
  format: Format,
): Promise<Page<WindowRow> | Readable> {
  const zone = query.timezone ?? options.timezone
  const span = toSpan(query, zone)
  const series = await selectSeries(options.registry, query, span)
  const every = query.window ?? SECOND
  refuseTooManyWindows(series, every)
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
    const windows = await readWindows(readings, one, grid)
    const [span] = isCountedOn ? one.spans : []
    const start = span && { from: span.from, every: grid.every }
    const before = start ? await readCountBefore(readings, one.channel, start) : null
    const increases = findIncreases(one.channel, windows, before)
    yield windows.map((window, index) => {
      const row = toWindowRow(one.channel, window, grid.zone)
      return Object.assign(row, { increase: increases[index] ?? null })
    })
  }
}
