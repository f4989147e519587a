import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

import { HttpError, InfluxDB } from '@influxdata/influxdb-client'

import { SECOND } from '#domain/time.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** With its query string, without the URL's own path. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface HttpAnswer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** A request without its whole answer is aborted; what it wrote may still arrive, which is harmless. */
const REQUEST_TIMEOUT = 30 * SECOND
/** A longer answer aborts the request as too wide, and the question is asked in pieces. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024
/** Sockets kept open to the server; further requests wait for one. */
const SOCKETS_MAX = 16
/** Over a network shorter bodies are not worth compressing. On this machine none is. */
const GZIP_BYTES_MIN = 1_000

/** Nothing answered: refused, reset, unresolvable, silent for too long. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/**
 * The transport of `@influxdata/influxdb-client`, with what it lacks: requests that end (its timeout leaves the socket and
 * the promise behind) and answers that are bounded. Its WriteApi is not used: that retries, reorders and, at close, loses.
 */
export class InfluxHttp implements AsyncDisposable {
  readonly #transport: InfluxDB['transport']
  readonly #agent: HttpAgent
  readonly #gzip: { gzipThreshold?: number }
  readonly #running = new Set<AbortController>()

  constructor(url: string) {
    const Agent = url.startsWith('https:') ? HttpsAgent : HttpAgent
    this.#agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX })
    this.#gzip = isLoopback(url) ? {} : { gzipThreshold: GZIP_BYTES_MIN }
    this.#transport = new InfluxDB({
      url,
      timeout: REQUEST_TIMEOUT,
      transportOptions: { agent: this.#agent },
    }).transport
  }

  /** Rejects with the client's `HttpError` for any status from 300 on, else with `NoAnswer` or `AnswerTooLarge`. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(new NoAnswer('no answer in time')), REQUEST_TIMEOUT)
    this.#running.add(abort)
    try {
      return await this.#exchange(request, abort)
    } finally {
      clearTimeout(timer)
      this.#running.delete(abort)
    }
  }

  #exchange({ path, body, method, headers }: HttpRequest, abort: AbortController) {
    const parts: Uint8Array[] = []
    let bytes = 0
    let answerHeaders: HttpAnswer['headers'] = {}
    return new Promise<HttpAnswer>((resolve, reject) => {
      const options = { method, headers: { ...headers }, signal: abort.signal, ...this.#gzip }
      this.#transport.send(path, body, options, {
        responseStarted: (received) => {
          answerHeaders = received
        },
        next: (part) => {
          parts.push(part)
          bytes += part.length
          if (bytes > ANSWER_BYTES_MAX)
            abort.abort(new AnswerTooLarge(`over ${ANSWER_BYTES_MAX} bytes`))
        },
        complete: () => {
          resolve({ headers: answerHeaders, text: Buffer.concat(parts).toString('utf8') })
        },
        error: (error) => reject(abort.signal.aborted ? abort.signal.reason : toNoAnswer(error)),
      })
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const abort of this.#running) abort.abort(new NoAnswer('the connection was closed'))
    this.#agent.destroy()
  }
}

export function toQuery(parameters: Record<string, string>): string {
  return new URLSearchParams(parameters).toString()
}

function toNoAnswer(error: Error): Error {
  return error instanceof HttpError ? error : new NoAnswer(error.message, { cause: error })
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname)
}
