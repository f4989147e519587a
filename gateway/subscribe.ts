import type { AedesOptions } from 'aedes'

import { isOfAlarms } from './alarm-hearers.ts'
import { countLevels, maySubscribe } from './authorize.ts'
import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'
import type { Parts } from './parts.ts'
import { Refusal } from './refusal.ts'
import { isCleanText } from './text.ts'

type AuthorizeSubscribe = NonNullable<AedesOptions['authorizeSubscribe']>

/** A malformed filter closes the connection; one that is not allowed is answered with 0x80 (MQTT-3.9.3-2). */
export function createSubscribeStep({
  connections,
  limits,
  refusals,
  hearers,
}: Parts): AuthorizeSubscribe {
  return (client, subscription, done) => {
    const connection = connections.of(client)
    const filter = subscription.topic
    if (!isCleanText(filter)) {
      return done(new Refusal('invalid-text', 'a filter holds invalid UTF-8 or control characters'))
    }
    const settle = (refusal: Refusal | undefined) => {
      if (refusal === undefined) connection.filters.add(filter)
      else refusals.note(refusal, connection)
      done(null, refusal === undefined ? subscription : null)
    }
    const { peer } = connection
    const refusal = check(limits, connection, filter)
    if (refusal !== undefined || peer === undefined || maySubscribe(peer, filter)) {
      return settle(refusal)
    }
    void hearers.findRefusal(peer, filter).then(settle)
  }
}

function check(limits: Limits, connection: Connection, filter: string): Refusal | undefined {
  const { peer, filters } = connection
  const isAllowed = peer !== undefined && (maySubscribe(peer, filter) || isOfAlarms(filter))
  if (!isAllowed) {
    return new Refusal('subscription', `may not subscribe to ${filter.slice(0, 100)}`)
  }
  if (countLevels(filter) > limits.topicLevelsMax) {
    return new Refusal('topic-too-deep', `the filter has more than ${limits.topicLevelsMax} levels`)
  }
  if (filters.has(filter) || filters.size < limits.subscriptionsMax) return undefined
  return new Refusal('subscription', `more than ${limits.subscriptionsMax} subscriptions`)
}
