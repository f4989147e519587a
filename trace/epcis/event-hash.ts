import { createHash } from 'node:crypto'

import { toNamespaces } from './context.ts'
import type { EpcisEvent } from './event.ts'
import type { Json } from './json.ts'
import { toPreHash } from './pre-hash.ts'

/**
 * `ni:///sha-256;{64 hex digits}?ver=CBV2.0` (CBV 2.0 §8.9): the same for the same event, however it was written. Record
 * time, id and error declaration are no part of it, so an event and its error declaration have one.
 */
export function toEventHash(event: EpcisEvent, context: Json): string {
  const own = event['@context']
  const namespaces = toNamespaces(own === undefined ? context : [context, own].flat())
  const digest = createHash('sha256').update(toPreHash(event, namespaces)).digest('hex')
  return `ni:///sha-256;${digest}?ver=CBV2.0`
}
