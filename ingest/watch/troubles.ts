import type { Instant } from '#domain/time.ts'
import type {
  AlarmObservation,
  AlarmRecord,
  LimitVersion,
} from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { findAllLimits, type Rules } from './rules.ts'

export function keyOf(limit: string, channel: number): string {
  return `${limit} ${channel}`
}

/** All alarms as they were left, by limit and channel. */
export async function recallAlarms({
  alarms,
  limits,
}: Pick<Registry, 'alarms' | 'limits'>): Promise<Map<string, AlarmObservation>> {
  const known = new Map<string, AlarmObservation>()
  const versions = new Map<string, readonly LimitVersion[]>()
  for await (const alarm of listAll<number, AlarmRecord>((page) => alarms.list(page))) {
    const all = versions.get(alarm.limit) ?? (await limits.versions(alarm.limit))
    versions.set(alarm.limit, all)
    const limit = all.find(({ version }) => version === alarm.limitVersion)
    if (limit !== undefined) known.set(keyOf(alarm.limit, alarm.channelId), toKnown(alarm, limit))
  }
  return known
}

function toKnown(alarm: AlarmRecord, limit: LimitVersion): AlarmObservation {
  const { channelId: id, device, channel: name, place, value, past, seenAt } = alarm
  const channel = { id, device, name }
  const [level, at] = [alarm.observed, alarm.observedAt]
  return { limit, channel, place, value, past, level, at, seenAt }
}

/** Those out of order that nobody watches any more: the limit was withdrawn, the device stands elsewhere. In order from now on. */
export function releaseUnwatched(
  known: Iterable<AlarmObservation>,
  rules: Rules,
  now: Instant,
): AlarmObservation[] {
  const released: AlarmObservation[] = []
  for (const one of known) {
    if (one.level > 0 && !isWatched(one, rules)) {
      released.push({ ...one, at: now, seenAt: now, level: 0, value: null })
    }
  }
  return released
}

/** The same, observed now. What is in order says nothing of now: readings that are brought in later go on from where it was. */
export function toPresent(past: readonly AlarmObservation[], now: Instant): AlarmObservation[] {
  const toNow = ({ level, at, seenAt = at }: AlarmObservation) => ({
    past: false,
    at: level === 0 ? at : now,
    seenAt,
  })
  return past.map((one) => Object.assign({}, one, toNow(one)))
}

function isWatched({ limit, channel, place }: AlarmObservation, rules: Rules): boolean {
  if (rules.standings.get(channel.device)?.place !== place) return false
  return findAllLimits(rules, channel).some((one) => one.limit.id === limit.limit.id)
}
