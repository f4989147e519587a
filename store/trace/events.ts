import type { Instant } from '#domain/time.ts'

import type { EventChanges, EventReads } from './events-contract.ts'
import { countEvents, findEvents, findEventsOf } from './events-find.ts'
import {
  findCapture,
  findNextCapture,
  finishCapture,
  insertCapture,
  listCaptures,
} from './events-jobs.ts'
import {
  deleteQuery,
  findQuery,
  insertQuery,
  isRevoked,
  listQueries,
  revokeToken,
} from './events-queries.ts'
import {
  deleteSubscription,
  findSubscription,
  insertSubscription,
  listDueSubscriptions,
  listSubscriptions,
  updateSubscription,
} from './events-subscriptions.ts'
import { hasValue, listValues } from './events-values.ts'
import { appendLinkedEvents } from './link-events.ts'
import type { Change, Database } from './schema.ts'

export function createEventReads(db: Database): EventReads {
  return {
    events: (query, page) => findEvents(db, query, page),
    countEvents: (query, limit) => countEvents(db, query, limit),
    eventsOf: (id) => findEventsOf(db, id),
    lastEvent: () => findLastEvent(db),
    lastEventBefore: (at) => findLastEvent(db, at),
    valuesOf: (what, page) => listValues(db, what, page),
    hasValue: (what, value) => hasValue(db, what, value),
    captureJob: (id) => findCapture(db, id),
    captureJobs: (page) => listCaptures(db, page),
    nextCapture: () => findNextCapture(db),
    namedQuery: (name) => findQuery(db, name),
    namedQueries: (page) => listQueries(db, page),
    subscription: (id) => findSubscription(db, id),
    subscriptions: (query, page) => listSubscriptions(db, query, page),
    dueSubscriptions: (until, limit) => listDueSubscriptions(db, until, limit),
    isRevoked: (hash) => isRevoked(db, hash),
  }
}

export function createEventChanges(tx: Change): EventChanges {
  return {
    appendEvents: (events, by) => appendLinkedEvents(tx, events, by),
    addCapture: (job) => insertCapture(tx, job),
    finishCapture: (id, end) => finishCapture(tx, id, end),
    addQuery: (query) => insertQuery(tx, query),
    removeQuery: (name) => deleteQuery(tx, name),
    addSubscription: (subscription) => insertSubscription(tx, subscription),
    putSubscription: (id, state) => updateSubscription(tx, id, state),
    removeSubscription: (id) => deleteSubscription(tx, id),
    revokeToken: (hash, until) => revokeToken(tx, hash, until),
  }
}

async function findLastEvent(db: Database, before?: Instant): Promise<number> {
  const last = db.selectFrom('event').select(({ fn }) => fn.max('seq').as('last'))
  const bounded = before === undefined ? last : last.where('record_time', '<', before)
  return (await bounded.executeTakeFirst())?.last ?? 0
}
