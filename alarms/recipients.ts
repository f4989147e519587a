import { deliveryTime } from '#domain/notification/delivery-time.ts'
import type { Person } from '#domain/notification/person.ts'
import { findOnDuty } from '#domain/notification/roster.ts'
import { isAmong, type EscalationStep, type NotificationRoute } from '#domain/notification/route.ts'
import type { Instant } from '#domain/time.ts'
import type { NewNotice } from '#store/registry/contract-notifications.ts'

import type { Facts } from './facts.ts'

/** The people of a step as they are at that instant, each once; who is not there any more is left out. */
export async function findPeople(
  { to }: EscalationStep,
  facts: Facts,
  at: Instant,
): Promise<Person[]> {
  const [people, rosters] = [await facts.people(), await facts.rosters()]
  const ids = to.map((one) => {
    if ('person' in one) return one.person
    const roster = rosters.get(one.roster)
    return roster && findOnDuty(roster, at)
  })
  return [...new Set(ids)].flatMap((id) => {
    const person = id === undefined ? undefined : people.get(id)
    return person === undefined ? [] : [person]
  })
}

/** What is told whatever the routes say. */
export const NO_ROUTE = { id: '', digestAt: null, channels: [] } as const

/** What one person is told by a route, on each of the addresses that are for everything. */
export function addressNotices(person: Person, { route, about, at }: Telling): NewNotice[] {
  const { digestAt, channels, id } = route
  const dueAt = deliveryTime(person, { priority: about.priority, digestAt }, at)
  const same = {
    ...about,
    route: id,
    person: person.id,
    madeAt: at,
    dueAt,
    inDigest: digestAt !== null,
  }
  return person.addresses
    .filter(({ use, channel }) => use === 'always' && isAmong(channels, channel))
    .map(({ channel, address }) => Object.assign({ channel, address }, same))
}

interface Telling {
  readonly route: Pick<NotificationRoute, 'id' | 'digestAt' | 'channels'>
  readonly about: Pick<NewNotice, 'alarm' | 'event' | 'kind' | 'step' | 'priority'>
  readonly at: Instant
}
