import type { CancelReason } from '#domain/notification/cancel-reason.ts'
import { deliveryTime } from '#domain/notification/delivery-time.ts'
import type { Person } from '#domain/notification/person.ts'
import { peopleOf, type Roster } from '#domain/notification/roster.ts'
import { isAmong, type NotificationRoute } from '#domain/notification/route.ts'
import type { WallTime } from '#domain/notification/wall-clock.ts'
import type { Instant } from '#domain/time.ts'
import type { NoticeRecord } from '#store/registry/contract-notifications.ts'

import type { AlarmFacts, Facts } from './facts.ts'

/** What became of a notice that waited, by the settings of now. */
export type Standing = { readonly cancelled: CancelReason } | { readonly dueAt: Instant }

/** People change quiet hours, routes and rosters while something waits: it is told as they want it now, or not at all. */
export async function findStanding(
  notice: NoticeRecord,
  facts: Facts,
  now: Instant,
): Promise<Standing> {
  const person = (await facts.people()).get(notice.person)
  if (person === undefined) return { cancelled: 'person-gone' }
  if (notice.kind === 'assigned')
    return { dueAt: findDueAt(notice, person, { digestAt: null, now }) }
  const route = (await facts.routes()).get(notice.route)
  if (route === undefined) return { cancelled: 'route-gone' }
  const found = await facts.find(notice.alarm)
  const names = { person, route, rosters: await facts.rosters() }
  if (found !== undefined && !isRouted(notice, found, names)) return { cancelled: 'route-changed' }
  const digestAt = notice.kind === 'resolved' ? null : route.digestAt
  return { dueAt: findDueAt(notice, person, { digestAt, now }) }
}

interface Names {
  readonly person: Person
  readonly route: NotificationRoute
  readonly rosters: ReadonlyMap<string, Roster>
}

/** The hours of a route are those when the alarm asked, and who is on duty is who was then. */
function isRouted(notice: NoticeRecord, { site, place }: AlarmFacts, names: Names): boolean {
  const { sites, placeKinds, priorities } = names.route
  return (
    isAmong(sites, site.id) &&
    isAmong(placeKinds, place.kind) &&
    isAmong(priorities, notice.priority) &&
    isOnChannel(notice, names) &&
    isNamed(notice, names)
  )
}

/** A fallback is asked whatever the channels of the route are. */
function isOnChannel({ channel, address }: NoticeRecord, { person, route }: Names): boolean {
  const own = person.addresses.find((one) => one.channel === channel && one.address === address)
  return own?.use !== 'always' || isAmong(route.channels, channel)
}

function isNamed({ kind, step }: NoticeRecord, { person, route, rosters }: Names): boolean {
  if (kind === 'resolved') return route.tellsEnd
  return (route.steps[step]?.to ?? []).some((one) => {
    if ('person' in one) return one.person === person.id
    const roster = rosters.get(one.roster)
    return roster !== undefined && peopleOf(roster).includes(person.id)
  })
}

/** At the earliest: by what holds for when it was made, and for now. */
function findDueAt(
  { priority, madeAt }: NoticeRecord,
  person: Person,
  { digestAt, now }: { readonly digestAt: WallTime | null; readonly now: Instant },
): Instant {
  const planned = deliveryTime(person, { priority, digestAt }, madeAt)
  return Math.max(planned, deliveryTime(person, { priority, digestAt: null }, now))
}
