import { createECDH } from 'node:crypto'

import { z } from 'zod'

import type { Recipient } from './web-push-encryption.ts'

/**
 * Where browsers let themselves be reached: Chrome and its kin, Firefox, Edge on Windows, Safari. Whoever may subscribe gives us
 * an address to which we then send requests, so it is not just any address. `*.` stands for one or several labels.
 */
const PUSH_SERVICES = [
  'fcm.googleapis.com',
  '*.push.services.mozilla.com',
  '*.notify.windows.com',
  '*.push.apple.com',
]
const AUTH_BYTES = 16

/** What `PushSubscription.toJSON()` of a browser says. */
const subscriptionShape = z.object({
  endpoint: z.url({ protocol: /^https$/ }),
  keys: z.object({ p256dh: z.base64url(), auth: z.base64url() }),
})

export interface Subscription extends Recipient {
  readonly endpoint: URL
}

/** Reads an address; a text says what is wrong with it. `others` are hosts (with a port) beside those of the known browsers. */
export function parseSubscription(
  address: string,
  others: readonly string[],
): Subscription | string {
  const parsed = subscriptionShape.safeParse(readJson(address))
  if (!parsed.success) return 'accepted is the JSON of a PushSubscription of a browser'
  const endpoint = new URL(parsed.data.endpoint)
  if (![...PUSH_SERVICES, ...others].some((service) => isOf(service, endpoint))) {
    return `${endpoint.host} is no push service that is known; NGUON_WEB_PUSH_SERVICES names further ones`
  }
  const p256dh = Buffer.from(parsed.data.keys.p256dh, 'base64url')
  const auth = Buffer.from(parsed.data.keys.auth, 'base64url')
  if (!isPoint(p256dh) || auth.length !== AUTH_BYTES) return 'the keys of the subscription are none'
  return { endpoint, p256dh, auth }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isOf(service: string, { host }: URL): boolean {
  return service.startsWith('*.') ? host.endsWith(service.slice(1)) : host === service
}

/** On the curve, uncompressed. */
function isPoint(bytes: Uint8Array): boolean {
  try {
    const pair = createECDH('prime256v1')
    pair.generateKeys()
    return bytes.length === 65 && pair.computeSecret(bytes).length > 0
  } catch {
    return false
  }
}
