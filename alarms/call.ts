import type { EscalationStep, NotificationRoute } from '#domain/notification/route.ts'
import type { Instant } from '#domain/time.ts'
import type { Call, NewNotice, Notifications } from '#store/registry/contract-notifications.ts'

import type { Facts } from './facts.ts'
import { addressNotices, findPeople } from './recipients.ts'

/** Calls of one turn. */
export const CALLS_MAX = 500

/** What came of calls. */
export interface CallReport {
  readonly calls: number
  /** Alarms about which the last step was taken without anybody to be told. */
  readonly unheard: readonly number[]
}

/**
 * Takes the steps that are due. Who is on duty is found now and not when the alarm asked. A step that reaches nobody is
 * followed by the next at once.
 */
export async function callPeople(
  notifications: Notifications,
  facts: Facts,
  now: Instant,
): Promise<CallReport> {
  const due = await notifications.dueCalls(now, CALLS_MAX)
  const unheard: number[] = []
  const routes = await (due.length === 0 ? new Map<string, NotificationRoute>() : facts.routes())
  for (const call of due) {
    const route = routes.get(call.route)
    const step = route?.steps[call.step]
    const notices =
      route && step ? await tell(call, { route, step, notifications, facts, now }) : []
    const next = findNext(call, route, { notices, now })
    const taken = await notifications.keepStep(call, next, notices)
    const isLast = taken && next === null && notices.length === 0
    if (isLast && !(await wasHeard(call, notifications))) unheard.push(call.alarm)
  }
  return { calls: due.length, unheard }
}

/** Nobody has answered who was not told yet: the time of a step counts from when somebody of the one before may be told. */
function findNext(
  call: Call,
  route: NotificationRoute | undefined,
  { notices, now }: { readonly notices: readonly NewNotice[]; readonly now: Instant },
) {
  const step = call.step + 1
  const [next, taken] = [route?.steps[step], route?.steps[call.step]]
  if (next === undefined || taken === undefined) return null
  if (notices.length === 0) return { step, dueAt: now }
  const planned = call.askedAt + next.after
  const toldAt = Math.min(...notices.map(({ dueAt }) => dueAt))
  const dueAt = toldAt > now ? Math.max(planned, toldAt + next.after - taken.after) : planned
  return { step, dueAt }
}

async function wasHeard({ alarm, event, route }: Call, notifications: Notifications) {
  const notices = await notifications.noticesOf(alarm)
  return notices.some((one) => one.event === event && one.route === route)
}

interface Telling {
  readonly route: NotificationRoute
  readonly step: EscalationStep
  readonly notifications: Notifications
  readonly facts: Facts
  readonly now: Instant
}

async function tell(call: Call, telling: Telling): Promise<NewNotice[]> {
  const { route, step, notifications, facts, now } = telling
  const found = await facts.find(call.alarm)
  const priority = found?.alarm.priority
  if (priority === undefined || priority === null) return []
  const told = new Set(
    (await notifications.noticesOf(call.alarm))
      .filter(({ event }) => event === call.event)
      .map(({ person }) => person),
  )
  return (await findPeople(step, facts, now)).flatMap((person) => {
    const again = told.has(person.id) ? 'reminder' : 'escalated'
    const kind = call.step === 0 ? 'raised' : again
    const about = { alarm: call.alarm, event: call.event, kind, step: call.step, priority } as const
    return addressNotices(person, { route, about, at: now })
  })
}
