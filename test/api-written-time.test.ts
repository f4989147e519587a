import { expect, test } from 'vitest'

import { formatCsvHeader, formatCsvLine } from '#api/csv.ts'
import { chooseFormat } from '#api/format.ts'
import { parseDuration, parseWrittenTime, resolveTime } from '#api/written-time.ts'
import { formatDuration } from '#domain/duration.ts'
import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'

function read(text: string, zone = 'Asia/Ho_Chi_Minh'): string | undefined {
  const written = parseWrittenTime(text)
  return written && new Date(resolveTime(written, zone)).toISOString()
}

test.each([
  ['2026-10-01T07:30:00+07:00', '2026-10-01T00:30:00.000Z'],
  ['2026-10-01T07:30:00.250+07:00', '2026-10-01T00:30:00.250Z'],
  ['2026-10-01T00:30:00Z', '2026-10-01T00:30:00.000Z'],
  ['2026-10-01t00:30z', '2026-10-01T00:30:00.000Z'],
  ['2026-09-30T20:00:00-04:30', '2026-10-01T00:30:00.000Z'],
  // An unescaped + in a query string arrives as a space.
  ['2026-10-01T07:30:00 07:00', '2026-10-01T00:30:00.000Z'],
  ['2026-10-01T07:30:00', '2026-10-01T00:30:00.000Z'],
  ['2026-10-01', '2026-09-30T17:00:00.000Z'],
  ['2028-02-29', '2028-02-28T17:00:00.000Z'],
])('%s is understood', (text, instant) => {
  expect(read(text)).toBe(instant)
})

test.each([
  '',
  'yesterday',
  '1790000000',
  '2026-02-30',
  '2026-13-01',
  '2026-10-01T25:00:00Z',
  '2026-10-01T07:30:00+24:00',
  '01/10/2026',
  '1969-12-31',
  '2200-01-01',
  '2026-10-01T',
])('%j is not a time', (text) => {
  expect(read(text)).toBeUndefined()
})

test('a time without offset is meant in the zone of the request', () => {
  expect(read('2026-07-01', 'Europe/Berlin')).toBe('2026-06-30T22:00:00.000Z')
  expect(read('2026-01-01', 'Europe/Berlin')).toBe('2025-12-31T23:00:00.000Z')
})

test.each([
  ['30s', 30 * SECOND],
  ['15m', 15 * MINUTE],
  ['1h', HOUR],
  ['1d', DAY],
  ['PT15M', 15 * MINUTE],
  ['PT1H30M', 90 * MINUTE],
  ['P1D', DAY],
  ['P1DT12H', 36 * HOUR],
])('%s is a duration', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds)
  expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds)
})

test.each([
  [0, 'PT0S'],
  [30 * DAY, 'P30D'],
  [90 * MINUTE, 'PT1H30M'],
  [2_591_849 * SECOND, 'P29DT23H57M29S'],
  [36 * HOUR, 'P1DT12H'],
  [250, 'PT0.25S'],
])('%d ms are written %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})

test.each([
  '',
  '0m',
  'PT0S',
  'P',
  'PT',
  '15',
  'm',
  '1w',
  'P1M',
  '-1h',
  '1.5h',
  '1e9999d',
  '9'.repeat(30) + 'd',
])('%j is not a duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})

test('CSV quotes what needs quotes and disarms what a spreadsheet would run', () => {
  expect(formatCsvLine(['plain', 'a,b', 'say "x"', 'two\nlines', null, -1.5, true])).toBe(
    'plain,"a,b","say ""x""","two\nlines",,-1.5,true\r\n',
  )
  expect(formatCsvLine(['=1+1', '@cmd', '-2', '+3', '\tx'])).toBe("'=1+1,'@cmd,'-2,'+3,'\tx\r\n")
})

test('the CSV header names the unit when there is only one', () => {
  const columns = ['channel', 'value', 'mean']
  expect(formatCsvHeader(columns, new Set(['Cel']))).toBe('channel,value [Cel],mean [Cel]\r\n')
  expect(formatCsvHeader(columns, new Set(['Cel', '%']))).toBe('channel,value,mean\r\n')
})

test.each([
  [undefined, 'json'],
  ['*/*', 'json'],
  ['text/csv', 'csv'],
  ['text/*', 'csv'],
  ['application/x-ndjson, application/json;q=0.5', 'ndjson'],
  ['application/json;q=0.1, text/csv;q=0.9', 'csv'],
  ['text/html, */*;q=0.1', 'json'],
  ['TEXT/CSV; charset=utf-8', 'csv'],
])('Accept: %s brings %s', (accept, format) => {
  expect(chooseFormat(undefined, accept)).toBe(format)
})

test('the format that is asked for wins over the header', () => {
  expect(chooseFormat('ndjson', 'text/csv')).toBe('ndjson')
  expect(() => chooseFormat(undefined, 'text/html, text/csv;q=0')).toThrow(/accepted are/)
})
