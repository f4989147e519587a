import { sign } from 'node:crypto'

import { HOUR } from '#domain/time.ts'
import type { WebPushKeys } from '#service/web-push-keys.ts'

/** RFC 8292 §2: at most 24 hours; push services refuse a longer one. */
const TOKEN_AGE_MAX = 12 * HOUR

export interface VapidClaim {
  /** Scheme, host and port of the push service. */
  readonly origin: string
  /** Where its operator reaches ours: `mailto:` or `https:`. */
  readonly contact: string
  readonly at: number
}

/** The Authorization header: a JWT signed by ES256, and the key to check it with. */
export function formatVapid(keys: WebPushKeys, { origin, contact, at }: VapidClaim): string {
  const exp = Math.floor((at + TOKEN_AGE_MAX) / 1000)
  const claims = { aud: origin, exp, sub: contact }
  const signed = [{ typ: 'JWT', alg: 'ES256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const key = { key: keys.privateKey, dsaEncoding: 'ieee-p1363' } as const
  const signature = sign('sha256', Buffer.from(signed), key).toString('base64url')
  return `vapid t=${signed}.${signature}, k=${keys.publicKey}`
}
