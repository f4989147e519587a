import type { ReadingRow, WindowRow } from './rows.ts'

type Field = string | number | boolean | null
export type Row<Column extends string> = Readonly<Record<Column, Field>>

export const READING_COLUMNS = [
  'device',
  'channel',
  'unit',
  'measuredAt',
  'value',
  'status',
  'timeQuality',
  'late',
  'derived',
] as const satisfies readonly (keyof ReadingRow)[]

export const WINDOW_COLUMNS = [
  'device',
  'channel',
  'unit',
  'start',
  'count',
  'min',
  'max',
  'mean',
  'last',
  'increase',
] as const satisfies readonly (keyof WindowRow)[]

const MEASURED = new Set(['value', 'min', 'max', 'mean', 'last', 'increase'])

/** The first line. When all rows have one unit, the columns that are in it say so: `value [Cel]`. */
export function formatCsvHeader(columns: readonly string[], units: ReadonlySet<string>): string {
  const [unit] = units.size === 1 ? units : []
  const isMeasured = (column: string) => unit !== undefined && MEASURED.has(column)
  return formatCsvLine(
    columns.map((column) => (isMeasured(column) ? `${column} [${unit}]` : column)),
  )
}

export function formatCsvRow<Column extends string>(
  columns: readonly Column[],
  row: Row<Column>,
): string {
  return formatCsvLine(columns.map((column) => row[column]))
}

/** RFC 4180 §2: fields with a comma, a quote or a line break are quoted, quotes doubled, lines end in CRLF. Null is empty. */
export function formatCsvLine(fields: readonly Field[]): string {
  return `${fields.map(formatField).join(',')}\r\n`
}

function formatField(field: Field): string {
  if (field === null) return ''
  if (typeof field !== 'string') return String(field)
  const text = disarm(field)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A spreadsheet takes a text that begins like this for a formula and may run it (OWASP, CSV injection); numbers never come here. */
function disarm(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
