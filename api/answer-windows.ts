import type { Readable } from 'node:stream'

import { SECOND } from '#domain/time.ts'

import { WINDOW_COLUMNS } from './csv.ts'
import type { Format } from './format.ts'
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
  const batches = readRows(options, series, createGrid(zone, every, span))
  if (format === 'json') return { items: (await Array.fromAsync(batches)).flat(), next: null }
  const units = new Set(series.map(({ channel }) => unitOf(channel)))
  return createRowStream(format, { columns: WINDOW_COLUMNS, units, batches })
}

async function* readRows(
  { readings }: ApiOptions,
  series: readonly Series[],
  grid: Grid,
): AsyncGenerator<WindowRow[]> {
  for (const one of series) {
    const windows = await readWindows(readings, one, grid)
    yield windows.map((window) => toWindowRow(one.channel, window, grid.zone))
  }
}
