import type { z } from 'zod'

import { toMessage } from '#domain/error.ts'
import { DAY, SECOND } from '#domain/time.ts'

import { ChannelError, type ChannelErrorCode } from './error.ts'
import { hideSecrets } from './hide-secrets.ts'

/** A provider that has not answered by then is asked again later. */
const ANSWER_WAIT_MAX = 20 * SECOND
/** Answers are a few hundred bytes; what is beyond this is not read. */
const ANSWER_BYTES_MAX = 64 * 1024
/** Nobody asks to be left alone for longer. */
const RETRY_AFTER_MAX = DAY
const EXCERPT_CHARACTERS = 200

/** The other side: its name in sentences, and what no sentence may show. */
export interface Provider {
  readonly name: string
  readonly secrets: readonly string[]
}

export interface Call {
  readonly url: string
  readonly method?: 'POST' | 'GET'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly signal: AbortSignal
  /** Milliseconds until it is given up; without it ANSWER_WAIT_MAX. */
  readonly waitMax?: number
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

type RefusalCode = 'CHANNEL_REFUSED' | 'CHANNEL_CONFIGURATION'

/**
 * Resolves with what was answered, whatever it is; CHANNEL_UNREACHABLE when nothing was, also because the signal said to give
 * up. Redirections are not followed: they would carry secrets to where nobody meant them to go.
 */
export async function call(
  provider: Provider,
  { signal, waitMax = ANSWER_WAIT_MAX, ...request }: Call,
): Promise<Answer> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(waitMax)])
  const { url, method = 'POST', headers, body = null } = request
  try {
    const sent = { method, headers, body, signal: limit, redirect: 'manual' } as const
    const response = await fetch(url, sent)
    return { status: response.status, headers: response.headers, text: await readText(response) }
  } catch (error) {
    const what = limit.aborted ? 'did not answer in time' : `cannot be reached (${toReason(error)})`
    throw new ChannelError(
      'CHANNEL_UNREACHABLE',
      hideSecrets(`${provider.name} ${what}; it is tried again`, provider.secrets),
    )
  }
}

/** Throws unless the status is one of success. `codes` says which refusals mean that our own settings are wrong. */
export function requireSuccess(
  provider: Provider,
  answer: Answer,
  codes: Readonly<Record<number, RefusalCode>> = {},
): void {
  const { status } = answer
  if (status >= 200 && status < 300) return
  const what = `${provider.name} answered ${status}${excerpt(provider, answer.text)}`
  if (isPassing(status)) {
    const retryAfter = parseRetryAfter(answer.headers.get('retry-after'), Date.now())
    throw notNow(provider, what, retryAfter)
  }
  throw fail(provider, codes[status] ?? 'CHANNEL_REFUSED', what)
}

/** What a JSON answer says. What is not of that shape comes from a portal, a proxy or a page of apology: tried again. */
export function readJson<T>(provider: Provider, { status, text }: Answer, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    const what = `${provider.name} answered ${status} with what it should not${excerpt(provider, text)}`
    throw notNow(provider, what)
  }
}

/** A failure in the words of the provider, without secrets. */
export function fail(provider: Provider, code: ChannelErrorCode, message: string): ChannelError {
  return new ChannelError(code, hideSecrets(message, provider.secrets))
}

/** It asks to be left alone, for so many milliseconds where it says so. */
export function notNow(provider: Provider, message: string, retryAfter?: number): ChannelError {
  const words = hideSecrets(`${message}; it is tried again`, provider.secrets)
  return new ChannelError('CHANNEL_NOT_NOW', words, { retryAfter })
}

/** Seconds or a date (RFC 9110 §10.2.3) as milliseconds from `now`. */
export function parseRetryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined
  const wait = /^\d+$/.test(text.trim()) ? Number(text) * SECOND : Date.parse(text) - now
  return Number.isNaN(wait) ? undefined : Math.min(RETRY_AFTER_MAX, Math.max(0, wait))
}

/** `: ` and its words, for a person: short, on one line, and hidden first what a cut would leave half a secret of. */
export function excerpt({ secrets }: Provider, text: string): string {
  const line = hideSecrets(text, secrets).replaceAll(/\s+/g, ' ').trim()
  if (line === '') return ''
  return line.length > EXCERPT_CHARACTERS ? `: ${line.slice(0, EXCERPT_CHARACTERS)}…` : `: ${line}`
}

/** RFC 9110: the request may succeed later as it is. */
function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500
}

/** fetch says only that it failed; why is in the cause. */
function toReason(error: unknown): string {
  const { cause } = error instanceof Error ? error : {}
  if (cause instanceof AggregateError) return toMessage(cause.errors[0])
  return toMessage(cause ?? error)
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    bytes += chunk.length
    // Leaving the loop hangs up.
    if (bytes > ANSWER_BYTES_MAX) break
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX).toString()
}
