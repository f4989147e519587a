import { Readable } from 'node:stream'

import { formatCsvHeader, formatCsvRow, type Row } from './csv.ts'
import type { Format } from './format.ts'

export interface RowSource<Column extends string> {
  readonly columns: readonly Column[]
  readonly units: ReadonlySet<string>
  readonly batches: AsyncIterable<readonly Row<Column>[]>
}

/**
 * Rows as a stream of text that goes only as fast as the client reads, and ends when it goes away. An error after the
 * first bytes cuts the connection, so that half an answer is not taken for a whole one.
 */
export function createRowStream<Column extends string>(
  format: Exclude<Format, 'json'>,
  source: RowSource<Column>,
): Readable {
  const lines = format === 'csv' ? formatCsv(source) : formatNdjson(source)
  return Readable.from(lines, { objectMode: false })
}

/** The header comes with the first rows: an error before them is still a problem document. */
async function* formatCsv<Column extends string>({
  columns,
  units,
  batches,
}: RowSource<Column>): AsyncGenerator<string> {
  let header = formatCsvHeader(columns, units)
  for await (const rows of batches) {
    yield header + rows.map((row) => formatCsvRow(columns, row)).join('')
    header = ''
  }
  if (header !== '') yield header
}

async function* formatNdjson<Column extends string>({
  batches,
}: RowSource<Column>): AsyncGenerator<string> {
  for await (const rows of batches) {
    yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  }
}
