import { createHmac, timingSafeEqual } from 'node:crypto'
import path from 'node:path'

import { isId } from '#domain/id.ts'
import type { Instant } from '#domain/time.ts'

import { ensureSecretFile } from './secret-file.ts'

/**
 * Lets one person acknowledge one alarm as it asked with one event, until it expires, and nothing else. Who has the link
 * needs no password: it is sent to that person alone. Safe in a URL.
 */
export interface AcknowledgeLink {
  readonly alarm: number
  readonly event: number
  readonly person: string
  readonly expiresAt: Instant
}

/** What the signature says it is for, so that it opens nothing else that is ever signed with the same key. */
const PURPOSE = 'nguon acknowledge 1\n'
const MAC_BYTES = 16
const RADIX = 36

/** `given` by the environment, else what `<data>/link-key` holds, which is made when it is not there. */
export async function readLinkKey(data: string, given: string): Promise<string> {
  return given === '' ? (await ensureSecretFile(path.join(data, 'link-key'))).secret : given
}

export function signLink(key: string, link: AcknowledgeLink): string {
  const { alarm, event, person, expiresAt } = link
  const numbers = [alarm, event, Math.ceil(expiresAt / 1000)].map((each) => each.toString(RADIX))
  const said = [...numbers, person].join('~')
  return `${said}~${macOf(key, said)}`
}

/** What the token says; undefined: it was not signed with this key. Whether it has expired is for the caller to see. */
export function readLink(key: string, token: string): AcknowledgeLink | undefined {
  const [alarm = '', event = '', expires = '', person = '', mac = '', ...more] = token.split('~')
  const said = [alarm, event, expires, person].join('~')
  const [received, expected] = [Buffer.from(mac), Buffer.from(macOf(key, said))]
  const isOurs = received.length === expected.length && timingSafeEqual(received, expected)
  if (!isOurs || more.length > 0 || !isId(person)) return undefined
  const toNumber = (text: string) => Number.parseInt(text, RADIX)
  return {
    alarm: toNumber(alarm),
    event: toNumber(event),
    person,
    expiresAt: toNumber(expires) * 1000,
  }
}

function macOf(key: string, said: string): string {
  const mac = createHmac('sha256', key).update(PURPOSE + said)
  return mac.digest().subarray(0, MAC_BYTES).toString('base64url')
}
