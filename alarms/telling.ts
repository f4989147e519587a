import type { Instant } from '#domain/time.ts'
import type { AlarmEvent, AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { NoticeRecord } from '#store/registry/contract-notifications.ts'

import type { Facts } from './facts.ts'

/** What a notice tells of, as it was then: an alarm may have come and gone since. */
export interface Telling {
  readonly event: AlarmEvent | undefined
  readonly since: Instant
  /** Undefined: it was not over, or that is not told. */
  readonly endedAt: Instant | undefined
}

export async function readTelling(
  { kind, inDigest, event: id }: NoticeRecord,
  alarm: AlarmRecord,
  facts: Facts,
): Promise<Telling> {
  const event = await facts.event(alarm.id, id)
  const raisedAt = alarm.raisedAt ?? alarm.since
  if (event !== undefined && kind === 'resolved') {
    const since = (await facts.raisedBefore(event)) ?? raisedAt
    return { event, since, endedAt: event.at }
  }
  if (event !== undefined && inDigest) {
    return { event, since: event.at, endedAt: await facts.clearedAfter(event) }
  }
  return { event, since: raisedAt, endedAt: undefined }
}
