import { HttpError } from '@influxdata/influxdb-client'

import type { NguonError } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'

import { openDialect } from './detect.ts'
import type { Dialect, Tier } from './dialect.ts'
import { InfluxUnavailable, toNguonError } from './error.ts'
import { AnswerTooLarge, InfluxHttp } from './http.ts'
import { QueryTooWide, readResults, type Series, toQueryError, toQueryRequest } from './influxql.ts'
import { checkOptions, type InfluxOptions } from './options.ts'
import { judgeWrite, type WriteOutcome } from './write-outcome.ts'

/** A server that asks for more rest than this is asked again all the same. */
const REST_SECONDS_MAX = 300

/**
 * One server and how to speak to it. Nothing is sent before the first call: then the server is asked what it is, databases
 * are made where allowed, and that is remembered until an error says that a person must act (who may then change the server).
 */
export class InfluxConnection implements AsyncDisposable {
  readonly #options: InfluxOptions
  readonly #http: InfluxHttp
  #dialect: Promise<Dialect> | undefined
  /** The server asked to be left alone until then, by the monotonic clock. */
  #restsUntil = 0

  constructor(options: InfluxOptions) {
    checkOptions(options)
    this.#options = options
    this.#http = new InfluxHttp(options.url)
  }

  async write(tier: Tier, lines: readonly string[]): Promise<WriteOutcome> {
    return this.#try(async (dialect) => {
      try {
        await this.#http.send({
          method: 'POST',
          path: dialect.toWritePath(tier),
          headers: { ...dialect.headers, 'content-type': 'text/plain; charset=utf-8' },
          body: lines.join('\n'),
        })
        return { kind: 'stored' }
      } catch (error) {
        return judgeWrite(error, dialect, lines.length)
      }
    })
  }

  /** The series of each statement, in order. */
  async query(tier: Tier, statements: readonly string[]): Promise<Series[][]> {
    return this.#try(async (dialect) => {
      const request = toQueryRequest(dialect.headers, dialect.toScope(tier), statements)
      try {
        return readResults((await this.#http.send(request)).text)
      } catch (error) {
        throw toWidthError(error)
      }
    })
  }

  async #try<T>(act: (dialect: Dialect) => Promise<T>): Promise<T> {
    this.#respectRest()
    try {
      this.#dialect ??= openDialect(this.#http, this.#options)
      return await act(await this.#dialect)
    } catch (error) {
      throw this.#note(toNguonError(error, this.#options.url))
    }
  }

  #respectRest(): void {
    const seconds = Math.ceil((this.#restsUntil - performance.now()) / SECOND)
    if (seconds <= 0) return
    const said = `InfluxDB at ${this.#options.url} asked to be left alone for ${seconds} s more.`
    throw new InfluxUnavailable(said, { retryAfterSeconds: seconds })
  }

  #note(error: NguonError): NguonError {
    if (error instanceof InfluxUnavailable) {
      const seconds = Math.min(error.retryAfterSeconds ?? 0, REST_SECONDS_MAX)
      this.#restsUntil = performance.now() + seconds * SECOND
    }
    // What failed before the dialect was there, or because of what is configured, starts from the beginning.
    if (error.code === 'READINGS_CONFIGURATION' || error.retry) this.#dialect = undefined
    return error
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#http[Symbol.asyncDispose]()
  }
}

/** Answers that pieces of the question would not have had. */
function toWidthError(error: unknown): unknown {
  if (error instanceof AnswerTooLarge) return new QueryTooWide('The answer is too long.', error)
  // A statement that does not parse is answered with 400 by 1.x and 2.x, with 200 by 3.x.
  if (error instanceof HttpError && error.statusCode === 400) return toQueryError(error.body ?? '')
  return error
}
