import { createHmac } from 'node:crypto'

import type { Message } from '#domain/notification/message.ts'

import type { Channel } from './contract.ts'
import { call, fail, requireSuccess, type Provider } from './http.ts'
import { requireAddress } from './require-address.ts'

export interface WebhookOptions {
  /** `whsec_` and base64: what receivers check signatures with. */
  readonly secret: string
}

const SECRET_PREFIX = 'whsec_'

/**
 * Signed after Standard Webhooks 1.0: `webhook-id` is the message's key, the same for each attempt, by which a receiver takes a
 * message in once; `webhook-timestamp` is that of the attempt, so that a recorded request cannot be played back much later.
 */
export function createWebhook({ secret }: WebhookOptions): Channel {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
  return {
    name: 'webhook',
    isIdempotent: true,
    send: async (address, message, signal) => {
      requireAddress('webhook', address)
      const provider = toProvider(address, secret)
      const body = JSON.stringify(toBody(message))
      const headers = sign({ key, id: message.key, body, at: Date.now() })
      const answer = await call(provider, { url: address, headers, body, signal })
      if (answer.status === 410) {
        throw fail(provider, 'CHANNEL_REFUSED', `${provider.name} wants no more of these (410)`)
      }
      requireSuccess(provider, answer)
      return {}
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

/** Path and query of an address are often its password. */
function toProvider(address: string, secret: string): Provider {
  const { host, pathname, search } = new URL(address)
  return { name: `The webhook at ${host}`, secrets: [secret, address, pathname, search] }
}

function toBody({ key, language, subject, text, notices }: Message) {
  const data = { key, language, subject, text, notices }
  return { type: 'alarm.notice', timestamp: new Date().toISOString(), data }
}

interface Unsigned {
  readonly key: Uint8Array
  readonly id: string
  readonly body: string
  readonly at: number
}

function sign({ key, id, body, at }: Unsigned): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
