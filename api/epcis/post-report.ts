import { createHmac } from 'node:crypto'

import { toMessage } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'
import type { JsonObject } from '#trace/epcis/json.ts'

import { VERSION_ANSWERS } from './negotiate.ts'

const ANSWER_MS_MAX = 15 * SECOND

interface Report {
  readonly dest: string
  readonly secret: string | null
  readonly document: JsonObject
  readonly signal: AbortSignal
}

interface Failure {
  /** Undefined: there was no answer. */
  readonly status?: number
  readonly detail: string
}

/**
 * Undefined: the subscriber has it (any 2xx). `GS1-Signature` is `sha256=` and the HMAC of the bytes of the body with the
 * signatureToken, in hex. Redirects are not followed: the address was given by whoever subscribed, and is to be that one.
 */
export async function postReport({
  dest,
  secret,
  document,
  signal,
}: Report): Promise<Failure | undefined> {
  const body = JSON.stringify(document)
  const signature = secret === null ? {} : { 'gs1-signature': sign(body, secret) }
  const headers = { ...VERSION_ANSWERS, 'content-type': 'application/json', ...signature }
  try {
    const response = await fetch(dest, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
    })
    await response.body?.cancel()
    if (response.ok) return undefined
    return { status: response.status, detail: `the subscriber answered ${response.status}` }
  } catch (error) {
    const cause =
      error instanceof Error && error.cause !== undefined ? `: ${toMessage(error.cause)}` : ''
    return { detail: `the subscriber was not reached: ${toMessage(error)}${cause}` }
  }
}

export function sign(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}
