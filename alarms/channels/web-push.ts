import type { Priority } from '#domain/alarm/limit.ts'
import type { Message } from '#domain/notification/message.ts'
import { DAY, HOUR, SECOND } from '#domain/time.ts'
import type { WebPushKeys } from '#service/web-push-keys.ts'

import type { Channel, Receipt } from './contract.ts'
import { call, fail, requireSuccess } from './http.ts'
import { refuseAddress } from './require-address.ts'
import { formatVapid } from './vapid.ts'
import { encryptPush } from './web-push-encryption.ts'
import { encodePayload } from './web-push-payload.ts'
import { parseSubscription, type Subscription } from './web-push-subscription.ts'

export interface WebPushOptions {
  readonly keys: WebPushKeys
  /** `mailto:` or `https:`; Apple refuses one that cannot be an address. */
  readonly contact: string
  /** Hosts of push services beside those of the known browsers. */
  readonly services: readonly string[]
}

/** RFC 8030 §5.3: what a phone on its last battery still wakes up for. */
const URGENCY: Readonly<Record<Priority, string>> = {
  urgent: 'high',
  high: 'high',
  medium: 'normal',
  low: 'low',
}
/** How long a push service keeps a message for a phone that is off; by then the alarm has gone other ways. */
const KEPT_FOR = DAY
const TEST_KEPT_FOR = HOUR

/** Tells a browser that has subscribed; the address is its subscription as JSON, bound to our keys. */
export function createWebPush(options: WebPushOptions): Channel {
  const parse = (address: string) => parseSubscription(address, options.services)
  return {
    name: 'web-push',
    // A repeated one replaces itself: in the push service by its Topic, on the screen by its tag.
    isIdempotent: true,
    async send(address, message, signal) {
      const subscription = parse(address)
      if (typeof subscription !== 'string') return push(options, { subscription, message, signal })
      throw refuseAddress(subscription)
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

interface Push {
  readonly subscription: Subscription
  readonly message: Message
  readonly signal: AbortSignal
}

async function push(options: WebPushOptions, { subscription, message, signal }: Push) {
  const { endpoint } = subscription
  // Whoever knows the whole address may push to it.
  const secrets = [endpoint.href, endpoint.pathname, endpoint.search]
  const provider = { name: `The push service ${endpoint.host}`, secrets }
  const { origin, href: url } = endpoint
  const vapid = formatVapid(options.keys, { origin, contact: options.contact, at: Date.now() })
  const headers = { authorization: vapid, ...toHeaders(message) }
  const body = encryptPush(encodePayload(message), subscription)
  const answer = await call(provider, { url, headers, body, signal })
  if (answer.status === 404 || answer.status === 410) {
    const what = `The browser has ended its subscription (${answer.status})`
    throw fail(provider, 'CHANNEL_REFUSED', `${what}; turn notifications on again on that device`)
  }
  requireSuccess(provider, answer)
  return toReceipt(answer.headers.get('location'))
}

/** RFC 8030 §5.2 to §5.4, RFC 8188. */
function toHeaders({ key, notices }: Message): Record<string, string> {
  const [worst] = notices
  const keptFor = worst?.kind === 'test' ? TEST_KEPT_FOR : KEPT_FOR
  return {
    'content-type': 'application/octet-stream',
    'content-encoding': 'aes128gcm',
    ttl: String(keptFor / SECOND),
    urgency: worst === undefined ? 'normal' : URGENCY[worst.priority],
    topic: key,
  }
}

function toReceipt(location: string | null): Receipt {
  return location === null ? {} : { providerId: location }
}
