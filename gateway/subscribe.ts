import type { AedesOptions } from 'aedes'

import { countLevels, maySubscribe } from './authorize.ts'
import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'
import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import { isCleanText } from './text.ts'

type AuthorizeSubscribe = NonNullable<AedesOptions['authorizeSubscribe']>

/** A malformed filter closes the connection; one that is not allowed is answered with 0x80 (MQTT-3.9.3-2). */
export function createSubscribeStep({ connections, limits, refusals }: Parts): AuthorizeSubscribe {
  return (client, subscription, done) => {
    const connection = connections.of(client)
    const filter = subscription.topic
    if (!isCleanText(filter)) {
      return done(new Refusal('invalid-text', 'a filter holds invalid UTF-8 or control characters'))
    }
    const refusal = check(limits, connection, filter)
    if (refusal === undefined) {
      connection.filters.add(filter)
      return done(null, subscription)
    }
    refusals.note(refusal, connection)
    return done(null, null)
  }
}

function check(limits: Limits, connection: Connection, filter: string): Refusal | undefined {
  const { peer, filters } = connection
  if (peer === undefined || !maySubscribe(peer, filter)) {
    return new Refusal('subscription', `may not subscribe to ${filter.slice(0, 100)}`)
  }
  if (countLevels(filter) > limits.topicLevelsMax) {
    return new Refusal('topic-too-deep', `the filter has more than ${limits.topicLevelsMax} levels`)
  }
  if (filters.has(filter) || filters.size < limits.subscriptionsMax) return undefined
  return new Refusal('subscription', `more than ${limits.subscriptionsMax} subscriptions`)
}
