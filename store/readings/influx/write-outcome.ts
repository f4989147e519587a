import { HttpError } from '@influxdata/influxdb-client'

import type { Dialect } from './dialect.ts'
import { readServerMessage } from './error.ts'
import { toConfigurationError } from './options.ts'

export type WriteOutcome =
  | { readonly kind: 'stored' }
  /** All are stored but these (from 0), for these reasons. */
  | { readonly kind: 'partly'; readonly reasons: ReadonlyMap<number, string> }
  /** Some lines are refused, or there are too many of them: smaller requests tell. */
  | { readonly kind: 'divide'; readonly reason: string }

/** What 1.x, 2.x and 3.x say of a line. A 400 for any other reason is about the request, and refuses no reading. */
const LINE_FAULT =
  /unable to parse|parsing (failed|error)|partial write|field type conflict|beyond retention|invalid column type|timestamp .*range/i
/** These are partial writes too, but a person must raise a limit: the readings are right. */
const LIMIT_FAULT =
  /max-(series|values)-per|would exceed|too many (series|tables|columns|databases)/i

/** What became of a request that failed. Rethrows what says nothing about its lines. */
export function judgeWrite(error: unknown, dialect: Dialect, lineCount: number): WriteOutcome {
  if (!(error instanceof HttpError)) throw error
  const reason = readServerMessage(error)
  if (error.statusCode === 413) return { kind: 'divide', reason }
  if (error.statusCode !== 400 && error.statusCode !== 422) throw error
  // 3.x says what it refused line by line, behind a general sentence.
  const said = `${reason} ${error.body ?? ''}`
  if (LIMIT_FAULT.test(said)) {
    throw toConfigurationError(`InfluxDB has reached a limit and needs it raised: ${said}`, error)
  }
  if (!LINE_FAULT.test(said)) throw error
  const reasons = dialect.findRefused(error, lineCount)
  return reasons === undefined ? { kind: 'divide', reason } : { kind: 'partly', reasons }
}
