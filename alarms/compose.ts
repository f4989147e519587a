import { createMessageKey } from '#domain/notification/message-key.ts'
import type { Message } from '#domain/notification/message.ts'
import type { Person } from '#domain/notification/person.ts'
import { writeMessage } from '#domain/notification/words.ts'
import { MINUTE, type Instant } from '#domain/time.ts'
import type {
  NewMessage,
  NoticeRecord,
  Notifications,
} from '#store/registry/contract-notifications.ts'

import type { Facts } from './facts.ts'
import { writeNotice, type Links } from './write-notice.ts'

/** Notices of one turn. */
const NOTICES_MAX = 10_000
/** Notices of one message; what is more goes into the next. */
const NOTICES_OF_MESSAGE_MAX = 1_000
/** Nobody gets more messages on one channel within the window; what comes meanwhile is told together in a later one. */
const RATE_WINDOW = 15 * MINUTE
const MESSAGES_MAX = 6
/** With something urgent among it. */
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
  const wanted = await cancelAnswered(due, context)
  const byAddress = Map.groupBy(wanted, (one) => `${one.person}\n${one.channel}\n${one.address}`)
  for (const notices of byAddress.values()) {
    const person = people.get(notices[0]?.person ?? '')
    if (person === undefined) await notifications.cancel(notices.map(({ id }) => id))
    else for (const some of toPortions(notices)) await composeOne(some, person, context)
  }
  return due.length
}

function* toPortions(notices: readonly NoticeRecord[]): Generator<readonly NoticeRecord[]> {
  for (let start = 0; start < notices.length; start += NOTICES_OF_MESSAGE_MAX) {
    yield notices.slice(start, start + NOTICES_OF_MESSAGE_MAX)
  }
}

const ASKING: ReadonlySet<string> = new Set(['active-unacknowledged', 'clearing'])

/** Nobody is called to what was answered or is over; a digest tells of that too. */
async function cancelAnswered(
  due: readonly NoticeRecord[],
  { notifications, facts }: ComposeContext,
): Promise<NoticeRecord[]> {
  const wanted: NoticeRecord[] = []
  for (const notice of due) {
    const alarm = (await facts.find(notice.alarm))?.alarm
    const asks = alarm !== undefined && !alarm.silent && ASKING.has(alarm.phase)
    if (asks || notice.inDigest || notice.kind === 'resolved') wanted.push(notice)
  }
  const kept = new Set(wanted)
  await notifications.cancel(due.filter((one) => !kept.has(one)).map(({ id }) => id))
  return wanted
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
  const isUrgent = notices.some(
    ({ priority, kind }) => priority === 'urgent' && kind !== 'resolved',
  )
  const sent = await notifications.countMessages(first, now - RATE_WINDOW)
  if (sent >= (isUrgent ? URGENT_MESSAGES_MAX : MESSAGES_MAX)) {
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

async function write(
  records: readonly NoticeRecord[],
  { language }: Person,
  { facts, findLinks, now }: ComposeContext,
): Promise<Message> {
  const links = await findLinks()
  const notices = []
  for (const record of records) {
    const found = await facts.find(record.alarm)
    if (found !== undefined) notices.push(writeNotice(record, found, { language, links, now }))
  }
  return writeMessage(createMessageKey(now), language, notices)
}
