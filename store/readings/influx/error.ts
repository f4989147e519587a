import { HttpError } from '@influxdata/influxdb-client'
import { z } from 'zod'

import { NguonError, toMessage } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'

import { NoAnswer } from './http.ts'
import { toConfigurationError } from './options.ts'

/** The server is down, overloaded or out of reach: the same call may succeed later. */
export class InfluxUnavailable extends NguonError {
  /** What the server asked for; undefined when it said nothing. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    message: string,
    options: { retryAfterSeconds?: number | undefined; cause?: unknown },
  ) {
    super('READINGS_UNAVAILABLE', message, { retry: true, cause: options.cause })
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** Statuses that say "later" among those below 500. */
const LATER = new Set([408, 425, 429])
/** 1.x answers 500 when a retention policy is missing. */
const MISSING = /(database|bucket|retention policy|organization)\b.*not found/i

const errorBody = z.object({ error: z.string().optional(), message: z.string().optional() })

/** 3.x sends JSON without saying so, and the client then keeps only the first 1,000 characters. */
export function readBody({ body = '' }: HttpError): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What the server said, in one line. */
export function readServerMessage(error: HttpError): string {
  const { data } = errorBody.safeParse(readBody(error))
  const said = data?.error ?? data?.message ?? error.body ?? ''
  return `${error.statusCode} ${said.trim().slice(0, 500) || (error.statusMessage ?? '')}`
}

/** Any failure of a request as what the caller can act on. Our own mistakes are rethrown. */
export function toNguonError(error: unknown, url: string): NguonError {
  if (error instanceof NguonError) return error
  if (error instanceof HttpError) return fromStatus(error, url)
  if (error instanceof NoAnswer) {
    const said = `InfluxDB at ${url} cannot be reached: ${toMessage(error)}.`
    return new InfluxUnavailable(said, { cause: error })
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    const said = `What answers at ${url} does not answer as InfluxDB does.`
    return toConfigurationError(`${said} Check NGUON_INFLUX_URL and NGUON_INFLUX_VERSION.`, error)
  }
  throw error
}

function fromStatus(error: HttpError, url: string): NguonError {
  const said = `InfluxDB at ${url} answered ${readServerMessage(error)}.`
  const { statusCode } = error
  if (statusCode === 401 || statusCode === 403) {
    return toConfigurationError(
      `${said} Check NGUON_INFLUX_TOKEN (2.x, 3.x) or NGUON_INFLUX_USER and NGUON_INFLUX_PASSWORD (1.x), and what they may do.`,
      error,
    )
  }
  if (statusCode === 404 || MISSING.test(said)) return toMissingError(said, error)
  if (LATER.has(statusCode) || statusCode >= 500) {
    return new InfluxUnavailable(said, { retryAfterSeconds: readRetryAfter(error), cause: error })
  }
  return toConfigurationError(
    `${said} It refused the request itself. Check NGUON_INFLUX_URL and NGUON_INFLUX_VERSION.`,
    error,
  )
}

export function toMissingError(said: string, cause?: unknown): NguonError {
  return toConfigurationError(
    `${said} Check NGUON_INFLUX_URL, NGUON_INFLUX_DATABASE and NGUON_INFLUX_ORG; a missing database or bucket is made when the token or user may.`,
    cause,
  )
}

/** RFC 9110 §10.2.3: seconds or a date (the client library takes the seconds for milliseconds). */
function readRetryAfter({ headers }: HttpError): number | undefined {
  const value = String(headers?.['retry-after'] ?? '')
  if (/^\d+$/.test(value)) return Number(value)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / SECOND))
}
