import { setTimeout as sleep } from 'node:timers/promises'

import type { JsonObject } from '#trace/epcis/json.ts'

import { ADMIN_TOKEN } from './api-fixture.ts'
import { toEvents } from './epcis-gs1.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: JsonObject
}

/** Speaks EPCIS to an API. */
export function createClient(url: string, token = ADMIN_TOKEN) {
  const ask = async (
    method: string,
    target: string,
    init: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const { body } = init
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetch(new URL(target, url), {
      method,
      headers: { authorization: `Bearer ${token}`, ...type, ...init.headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as JsonObject,
    }
  }
  const waitForJob = async (location: string): Promise<JsonObject> => {
    for (;;) {
      const { status, body } = await ask('GET', location)
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
      if (body['running'] === false) return body
      await sleep(20)
    }
  }
  const readAll = async (
    target: string,
    headers: Record<string, string> = {},
  ): Promise<JsonObject[]> => {
    const events: JsonObject[] = []
    for (let next: string | undefined = target; next !== undefined;) {
      const answer: Answer = await ask('GET', next, { headers })
      if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
      events.push(...toEvents(answer.body))
      next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    return events
  }
  return {
    ask,
    waitForJob,
    /** All pages. */
    readAll,
    /** Captures, waits until it is done, and says how it went. */
    capture: async (
      document: unknown,
      headers: Record<string, string> = {},
    ): Promise<JsonObject> => {
      const {
        status,
        headers: answered,
        body,
      } = await ask('POST', '/epcis/capture', { body: document, headers })
      if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`)
      return await waitForJob(answered.get('location') ?? '')
    },
  }
}

export function toDocument(events: readonly unknown[], context: unknown): JsonObject {
  return JSON.parse(
    JSON.stringify({
      '@context': context,
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-11-24T08:00:00Z',
      epcisBody: { eventList: events },
    }),
  ) as JsonObject
}
