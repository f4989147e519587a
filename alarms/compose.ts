import type { CancelReason } from '#domain/notification/cancel-reason.ts'
import { createMessageKey } from '#domain/notification/message-key.ts'
import type { Message } from '#domain/notification/message.ts'
import type { Person } from '#domain/notification/person.ts'
import { isAmong } from '#domain/notification/route.ts'
import { writeMessage } from '#domain/notification/words.ts'
import { MINUTE, type Instant } from '#domain/time.ts'
import type {
  NewMessage,
  NewNotice,
  NoticeRecord,
  Notifications,
} from '#store/registry/contract-notifications.ts'

import type { Facts } from './facts.ts'
import { findStanding } from './present-settings.ts'
import { hasAddress, isTrue } from './still-wanted.ts'
import { readTelling } from './telling.ts'
import { writeNotice, type Links } from './write-notice.ts'

/** Notices of one turn. */
const NOTICES_MAX = 10_000
/** Notices of one message; what is more goes into the next. */
const NOTICES_OF_MESSAGE_MAX = 1_000
/** Nobody gets more messages on one channel within the window; what comes meanwhile is told together in a later one. */
const RATE_WINDOW = 15 * MINUTE
const MESSAGES_MAX = 6
/** With something of high priority among it, or something urgent. */
const HIGH_MESSAGES_MAX = 12
const URGENT_MESSAGES_MAX = 20
const POSTPONED_FOR = MINUTE

interface ComposeContext {
  readonly notifications: Notifications
  readonly facts: Facts
  readonly findLinks: () => Promise<Links>
  readonly now: Instant
}

/** Puts what is due into messages, one for each person and address. Resolves with how many notices were due. */
export async function compose(context: ComposeContext): Promise<number> {
  const { notifications, facts, now } = context
  const due = await notifications.dueNotices(now, NOTICES_MAX)
  if (due.length === 0) return 0
  const people = await facts.people()
  const wanted = await keepStanding(await cancelAnswered(due, context), context)
  const byAddress = Map.groupBy(wanted, (one) => `${one.person}\n${one.channel}\n${one.address}`)
  for (const notices of byAddress.values()) {
    const [first] = notices
    const person = people.get(first?.person ?? '')
    if (person === undefined || first === undefined) continue
    if (!hasAddress(person, first)) await readdress(notices, person, context)
    else for (const some of toPortions(notices)) await composeOne(some, person, context)
  }
  return due.length
}

function* toPortions(notices: readonly NoticeRecord[]): Generator<readonly NoticeRecord[]> {
  for (let start = 0; start < notices.length; start += NOTICES_OF_MESSAGE_MAX) {
    yield notices.slice(start, start + NOTICES_OF_MESSAGE_MAX)
  }
}

/** Nobody is called to what was answered or is over; a digest tells of that too. */
async function cancelAnswered(
  due: readonly NoticeRecord[],
  { notifications, facts }: ComposeContext,
): Promise<NoticeRecord[]> {
  const wanted: NoticeRecord[] = []
  for (const notice of due) {
    const alarm = (await facts.find(notice.alarm))?.alarm
    if (notice.inDigest || isTrue(notice, alarm)) wanted.push(notice)
  }
  const kept = new Set(wanted)
  const [others, settled] = [new Array<number>(), new Array<number>()]
  for (const { id, kind } of due.filter((one) => !kept.has(one))) {
    if (kind === 'assigned') others.push(id)
    else settled.push(id)
  }
  await notifications.cancel(settled, 'settled')
  await notifications.cancel(others, 'reassigned')
  return wanted
}

/** What waited is told as people want it now: later, or not at all where they do not want it any more. */
async function keepStanding(
  notices: readonly NoticeRecord[],
  { notifications, facts, now }: ComposeContext,
): Promise<NoticeRecord[]> {
  const wanted: NoticeRecord[] = []
  const cancelled = new Map<CancelReason, number[]>()
  const held = new Map<Instant, number[]>()
  for (const notice of notices) {
    const standing = await findStanding(notice, facts, now)
    if ('cancelled' in standing) addTo(cancelled, standing.cancelled, notice.id)
    else if (standing.dueAt > now) addTo(held, standing.dueAt, notice.id)
    else wanted.push(notice)
  }
  for (const [reason, ids] of cancelled) await notifications.cancel(ids, reason)
  for (const [dueAt, ids] of held) await notifications.hold(ids, dueAt)
  return wanted
}

function addTo<Key>(groups: Map<Key, number[]>, key: Key, id: number): void {
  const ids = groups.get(key) ?? []
  groups.set(key, ids)
  ids.push(id)
}

/** Who has changed an address since is told at the new one. */
async function readdress(
  notices: readonly NoticeRecord[],
  person: Person,
  { notifications, facts }: ComposeContext,
): Promise<void> {
  const routes = await facts.routes()
  const fresh = notices.flatMap((notice) => {
    const channels = routes.get(notice.route)?.channels ?? []
    const current = person.addresses.filter(
      ({ use, channel }) => use === 'always' && isAmong(channels, channel),
    )
    const same = current.filter(({ channel }) => channel === notice.channel)
    return (same.length > 0 ? same : current).map(({ channel, address }): NewNotice =>
      Object.assign({}, notice, { channel, address }),
    )
  })
  await notifications.cancel(
    notices.map(({ id }) => id),
    'address-gone',
  )
  await notifications.addNotices(fresh)
}

async function composeOne(
  notices: readonly NoticeRecord[],
  person: Person,
  context: ComposeContext,
): Promise<void> {
  const { notifications, now } = context
  const [first] = notices
  if (first === undefined) return
  const ids = notices.map(({ id }) => id)
  const within = { from: now - RATE_WINDOW, until: now }
  const sent = await notifications.countMessages(first, within)
  if (sent >= findMessagesMax(notices)) {
    return await notifications.postpone(ids, now + POSTPONED_FOR)
  }
  const message = await write(notices, person, context)
  const { channel, address } = first
  const made: Omit<NewMessage, 'body'> = {
    key: message.key,
    person: person.id,
    channel,
    address,
    createdAt: now,
    notices: ids,
  }
  await notifications.compose([{ ...made, body: JSON.stringify(message) }])
}

function findMessagesMax(notices: readonly NoticeRecord[]): number {
  if (notices.some(({ priority }) => priority === 'urgent')) return URGENT_MESSAGES_MAX
  return notices.some(({ priority }) => priority === 'high') ? HIGH_MESSAGES_MAX : MESSAGES_MAX
}

async function write(
  records: readonly NoticeRecord[],
  { language }: Person,
  { facts, findLinks, now }: ComposeContext,
): Promise<Message> {
  const links = await findLinks()
  const notices = []
  for (const record of records) {
    const found = await facts.find(record.alarm)
    if (found === undefined) continue
    const told = await readTelling(record, found.alarm, facts)
    notices.push(writeNotice(record, { ...found, ...told }, { language, links, now }))
  }
  return writeMessage(createMessageKey(now), language, notices)
}
