import { announces } from '#domain/alarm/transition.ts'
import { fits, type NotificationRoute } from '#domain/notification/route.ts'
import type { Instant } from '#domain/time.ts'
import type { AlarmEvent, AlarmEventKind } from '#store/registry/contract-alarms.ts'
import type {
  NewCall,
  NewNotice,
  NoticeRecord,
  Notifications,
} from '#store/registry/contract-notifications.ts'

import type { Facts } from './facts.ts'
import { addressNotices, findPeople, NO_ROUTE } from './recipients.ts'

/** Events of one turn. */
export const EVENTS_MAX = 500

export interface FollowReport {
  readonly events: number
  /** Alarms that asked and that no route fits. */
  readonly unrouted: readonly number[]
}

/**
 * Works through what happened to alarms since it was here last: one that asks is called about, by every route that
 * fits; one that was answered, is over or silent is not any more, and who was told that it began is told that it is over.
 *
 */
export async function follow(
  notifications: Notifications,
  facts: Facts,
  now: Instant,
): Promise<FollowReport> {
  const { after, events } = await notifications.unread(EVENTS_MAX)
  const last = events.at(-1)
  if (last === undefined) return { events: 0, unrouted: [] }
  const plan = new EventPlan(notifications, facts, now)
  for (const event of events) await plan.add(event)
  await notifications.keepPlan({ after, through: last.id }, plan)
  return { events: events.length, unrouted: plan.unrouted }
}

/** After these nobody is called any more. */
const ENDING: ReadonlySet<AlarmEventKind> = new Set<AlarmEventKind>([
  'acknowledged',
  'cleared',
  'shelved',
  'suppressed',
  'taken-out-of-service',
])

class EventPlan {
  readonly ended: number[] = []
  readonly answered: number[] = []
  readonly unrouted: number[] = []
  readonly notices: NewNotice[] = []
  readonly #callsOf = new Map<number, readonly NewCall[]>()
  readonly #notifications: Notifications
  readonly #facts: Facts
  readonly #now: Instant

  constructor(notifications: Notifications, facts: Facts, now: Instant) {
    this.#notifications = notifications
    this.#facts = facts
    this.#now = now
  }

  get calls(): NewCall[] {
    return [...this.#callsOf.values()].flat()
  }

  async add(event: AlarmEvent): Promise<void> {
    if (event.kind === 'assigned') return await this.#tellAssignee(event)
    const asks = announces(event)
    if (!asks && !ENDING.has(event.kind)) return
    this.ended.push(event.alarm)
    if (event.kind === 'acknowledged') this.answered.push(event.alarm)
    this.#callsOf.delete(event.alarm)
    if (asks) await this.#ask(event)
    else if (event.kind === 'cleared' && !(await this.#isSilenced(event)))
      await this.#tellEnd(event)
  }

  async #ask(event: AlarmEvent): Promise<void> {
    const routes = await this.#findRoutes(event)
    if (routes.length === 0) this.unrouted.push(event.alarm)
    const calls: NewCall[] = []
    for (const route of routes) {
      const [first] = route.steps
      if (first === undefined) continue
      if (route.digestAt !== null) await this.#tellInDigest(event, route)
      else calls.push(await this.#callBy(route, event, first.after))
    }
    this.#callsOf.set(event.alarm, calls)
  }

  /** One that asks anew while nobody has answered goes on with its steps: who is called first hears of it again at once. */
  async #callBy(
    route: NotificationRoute,
    { id: event, alarm }: AlarmEvent,
    after: number,
  ): Promise<NewCall> {
    const before = this.answered.includes(alarm)
      ? undefined
      : await this.#notifications.unansweredCall(alarm, route.id)
    const lastAfter = route.steps.at(-1)?.after ?? 0
    const isGoingOn = before !== undefined && this.#now - before.askedAt < lastAfter
    const askedAt = isGoingOn ? before.askedAt : this.#now
    return {
      alarm,
      event,
      route: route.id,
      askedAt,
      step: 0,
      dueAt: Math.max(askedAt + after, isGoingOn ? this.#now : 0),
    }
  }

  async #findRoutes(event: AlarmEvent): Promise<NotificationRoute[]> {
    const found = await this.#facts.find(event.alarm)
    const priority = found && (await this.#priorityOf(event, found.alarm.limit))
    if (found === undefined || priority === undefined) return []
    const { site, place } = found
    const routed = { site: site.id, timezone: site.timezone, placeKind: place.kind, priority }
    const routes = [...(await this.#facts.routes()).values()]
    return routes.filter((route) => fits(route, routed, this.#now))
  }

  async #priorityOf({ level, limitVersion }: AlarmEvent, limit: string) {
    return (await this.#facts.limit(limit, limitVersion))?.levels[level - 1]?.priority
  }

  /** A digest tells of everything, so it is written down at once, whatever becomes of the alarm. */
  async #tellInDigest(event: AlarmEvent, route: NotificationRoute): Promise<void> {
    const found = await this.#facts.find(event.alarm)
    const priority = found && (await this.#priorityOf(event, found.alarm.limit))
    const [step] = route.steps
    if (priority === undefined || step === undefined) return
    const about = {
      alarm: event.alarm,
      event: event.id,
      kind: 'raised',
      step: 0,
      priority,
    } as const
    for (const person of await findPeople(step, this.#facts, this.#now)) {
      this.notices.push(...addressNotices(person, { route, about, at: this.#now }))
    }
  }

  /** Whoever took it upon themselves knows. */
  async #tellAssignee({ id: event, alarm, assignee, by }: AlarmEvent): Promise<void> {
    const person = assignee === null ? undefined : (await this.#facts.people()).get(assignee)
    const found = await this.#facts.find(alarm)
    if (person === undefined || found === undefined || by === person.id) return
    const priority = found.alarm.priority ?? found.limit.levels[0]?.priority ?? 'low'
    const about = { alarm, event, kind: 'assigned', step: 0, priority } as const
    this.notices.push(...addressNotices(person, { route: NO_ROUTE, about, at: this.#now }))
  }

  /** By a person or by logic. What is over in the past is over all the same for those who were told before. */
  async #isSilenced({ alarm: id, silent }: AlarmEvent): Promise<boolean> {
    const found = silent ? await this.#facts.find(id) : undefined
    return found !== undefined && found.alarm.silent && !found.alarm.past
  }

  async #tellEnd({ alarm, id: event }: AlarmEvent): Promise<void> {
    const routes = await this.#facts.routes()
    for (const told of findTold(await this.#notifications.noticesOf(alarm))) {
      if (routes.get(told.route)?.tellsEnd !== true) continue
      const { person, channel, address, priority, route } = told
      const to = { person, channel, address, priority, route, inDigest: false }
      const about = { alarm, event, kind: 'resolved', step: 0 } as const
      this.notices.push({ ...to, ...about, madeAt: this.#now, dueAt: this.#now })
    }
  }
}

/** The last that each address was told of an alarm since it was told of an end; what waits for a digest is not told yet. */
function findTold(notices: readonly NoticeRecord[]): NoticeRecord[] {
  const told = new Map<string, NoticeRecord>()
  for (const notice of notices) {
    const key = `${notice.person} ${notice.channel} ${notice.address}`
    if (notice.kind === 'resolved') told.delete(key)
    else if (isTold(notice)) told.set(key, notice)
  }
  return [...told.values()]
}

function isTold({ state, kind, inDigest }: NoticeRecord): boolean {
  return state === 'in-message' && kind !== 'assigned' && !inDigest
}
