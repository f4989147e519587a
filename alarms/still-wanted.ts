import type { Person } from '#domain/notification/person.ts'
import type { AlarmRecord, Alarms } from '#store/registry/contract-alarms.ts'
import type {
  MessageRecord,
  NoticeRecord,
  Notifications,
  People,
} from '#store/registry/contract-notifications.ts'

/** Somebody is to be called to it now: it is active, and nobody has answered. */
export function isCalled(alarm: AlarmRecord | undefined): boolean {
  return alarm !== undefined && alarm.asks && alarm.level > 0 && !alarm.silent
}

/** Whether a notice tells what is so. */
export function isTrue(
  { kind, person }: Pick<NoticeRecord, 'kind' | 'person'>,
  alarm: AlarmRecord | undefined,
): boolean {
  if (kind === 'assigned') return alarm?.assignee === person
  return kind === 'resolved' ? alarm?.level === 0 : isCalled(alarm)
}

export function hasAddress(
  person: Person | undefined,
  { channel, address }: Pick<MessageRecord, 'channel' | 'address'>,
): boolean {
  const addresses = person?.addresses ?? []
  return addresses.some((one) => one.channel === channel && one.address === address)
}

/** The other messages to the same person about the same; the first of them that was accepted makes a fallback needless. */
export function isSameTelling(notice: NoticeRecord, other: NoticeRecord): boolean {
  const { event, kind, step, person } = notice
  return (
    other.event === event && other.kind === kind && other.step === step && other.person === person
  )
}

interface Sources {
  readonly alarms: Pick<Alarms, 'get'>
  readonly people: Pick<People, 'get'>
  readonly notifications: Pick<Notifications, 'noticesIn' | 'noticesOf'>
}

/**
 * Whether a message still has something to say before it goes out: to somebody who still has the address, of an alarm that
 * still asks, or is over for one who was told that it began. A digest, or what waited for its turn, is told in any case.
 */
export async function isStillWanted(message: MessageRecord, sources: Sources): Promise<boolean> {
  const person = await sources.people.get(message.person)
  if (!hasAddress(person, message)) return false
  const notices = await sources.notifications.noticesIn(message.key)
  if (notices.length === 0) return true
  for (const notice of notices) if (await isNoticeWanted(notice, sources)) return true
  return false
}

async function isNoticeWanted(notice: NoticeRecord, sources: Sources): Promise<boolean> {
  if (notice.inDigest) return true
  const alarm = await sources.alarms.get(notice.alarm)
  // What is over may have begun again since.
  if (notice.kind !== 'resolved' || !isTrue(notice, alarm)) return isTrue(notice, alarm)
  return (await sources.notifications.noticesOf(notice.alarm)).some(
    (other) =>
      other.kind !== 'resolved' &&
      other.kind !== 'assigned' &&
      other.event < notice.event &&
      other.address === notice.address &&
      other.channel === notice.channel &&
      other.messageState === 'accepted',
  )
}
