import { isJoint } from '#domain/alarm/limit.ts'
import type { Instant } from '#domain/time.ts'
import type {
  AlarmObservation,
  AlarmRecord,
  LimitVersion,
} from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { findLimits, type Rules } from './rules.ts'

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
  const { channelId: id, device, channel: name, place, value } = alarm
  const channel = { id, device, name }
  return { limit, channel, place, value, level: alarm.observed, at: alarm.observedAt }
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
      released.push({ ...one, at: now, level: 0, value: null })
    }
  }
  return released
}

/** Those out of order of which nothing is told any more, as when a channel's interval is no longer known. */
export function findUntold(
  known: Iterable<AlarmObservation>,
  joints: ReadonlyMap<string, unknown>,
  now: Instant,
): AlarmObservation[] {
  return [...known]
    .filter(({ level, limit: { limit } }) => level > 0 && isJoint(limit))
    .filter(({ limit: { limit }, channel }) => !joints.has(keyOf(limit.id, channel.id)))
    .map((one) => Object.assign({}, one, { at: now, level: 0, value: null }))
}

function isWatched({ limit, channel, place }: AlarmObservation, rules: Rules): boolean {
  if (rules.standings.get(channel.device)?.place !== place) return false
  return findLimits(rules, channel).some((one) => one.limit.id === limit.limit.id)
}
