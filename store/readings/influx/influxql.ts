import { z } from 'zod'

import type { Channel } from '#domain/channel.ts'
import { NguonError } from '#domain/error.ts'

import type { Span } from '../contract.ts'
import { toMissingError } from './error.ts'
import { type HttpRequest, toQuery } from './http.ts'

export type Cell = string | number | null
/** One series of an answer; the first cell of a row is its time unless the statement says otherwise. */
export interface Series {
  readonly tags: Readonly<Record<string, string>>
  readonly rows: readonly (readonly Cell[])[]
}

/** The server would not answer so much at once; asked in pieces it will. */
export class QueryTooWide extends NguonError {
  constructor(message: string, cause?: unknown) {
    super('READINGS_QUERY_TOO_WIDE', message, { cause })
  }
}

/** InfluxDB counts 64-bit nanoseconds; what lies outside cannot be stored or asked for. */
export const INSTANT_MAX = 9_223_372_036_000

/** `"device" = 'vat-1'`: quotes and backslashes cannot end the literal. */
function equals(tag: string, value: string): string {
  return `"${tag}" = '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

export function isChannel({ device, name }: Channel): string {
  return `${equals('device', device)} AND ${equals('channel', name)}`
}

/** Above this many devices a query asks for all of them: the list would cost more than it saves. */
const DEVICES_MAX = 50

/** ` AND ("device" = 'a' OR …)`, or nothing when they are many. */
export function isOneOf(devices: readonly string[]): string {
  const each = [...new Set(devices)]
  if (each.length > DEVICES_MAX) return ''
  return ` AND (${each.map((device) => equals('device', device)).join(' OR ')})`
}

export function within({ from, until }: Span): string {
  return `time >= ${clamp(from)}ms AND time < ${clamp(until)}ms`
}

function clamp(instant: number): number {
  return Math.min(Math.max(Math.floor(instant), 0), INSTANT_MAX)
}

/** InfluxQL's windows begin at t with (t − shift) divisible by `every`; ours at t with (t + offset). */
export function groupByTime(every: number, offset: number): string {
  return `time(${every}ms, ${(every - (offset % every)) % every}ms)`
}

/** All three lines of InfluxDB take a POST of a form here, and answer in the same shape. */
export function toQueryRequest(
  headers: Readonly<Record<string, string>>,
  scope: Readonly<Record<string, string>>,
  statements: readonly string[],
): HttpRequest {
  return {
    method: 'POST',
    path: '/query',
    headers: {
      ...headers,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: toQuery({ ...scope, epoch: 'ms', q: statements.join(';') }),
  }
}

const series = z.object({
  tags: z.record(z.string(), z.string()).optional(),
  // Rows are checked as far as their shape; a million cells are not parsed one by one.
  values: z
    .custom<Series['rows']>((rows) => Array.isArray(rows) && rows.every(Array.isArray))
    .optional(),
  partial: z.boolean().optional(),
})
const result = z.object({ series: z.array(series).optional(), error: z.string().optional() })
const answer = z.object({ results: z.array(result), error: z.string().optional() })

/** The series of each statement. Throws what a statement says went wrong, although the status was 200. */
export function readResults(text: string): Series[][] {
  const { results, error } = answer.parse(parseJson(text))
  if (error !== undefined) throw toQueryError(error)
  return results.map((one) => {
    if (one.error !== undefined) throw toQueryError(one.error)
    return (one.series ?? []).map(({ tags = {}, values = [], partial }) => {
      if (partial === true) throw new QueryTooWide('The server cut the answer short.')
      return { tags, rows: values }
    })
  })
}

/** 1.x answers 200 with a sentence when a sum is infinite. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new NguonError('READINGS_ANSWER', `InfluxDB answered ${text.slice(0, 200)}.`, {
      cause: error,
    })
  }
}

const TOO_WIDE =
  /max-select-(buckets|point|series)|more than \d+ parquet files|query-timeout|too large/i

export function toQueryError(said: string): NguonError {
  if (TOO_WIDE.test(said)) return new QueryTooWide(`InfluxDB answered ${said}.`)
  if (/not found/i.test(said)) return toMissingError(`InfluxDB answered ${said}.`)
  return new NguonError('READINGS_ANSWER', `InfluxDB answered ${said}.`)
}
