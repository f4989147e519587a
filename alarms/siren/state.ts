import { PRIORITIES, type AlarmLimit, type Priority } from '#domain/alarm/limit.ts'
import { isActive } from '#domain/alarm/state.ts'
import type { Place } from '#domain/place.ts'
import type { Text } from '#domain/text.ts'
import type { Instant } from '#domain/time.ts'
import { formatAlarmsTopic } from '#domain/topic.ts'
import type { AlarmRecord } from '#store/registry/contract-alarms.ts'

/** An alarm as a siren hears of it. */
export interface SirenAlarm {
  readonly alarm: number
  readonly limit: string
  readonly name: Text
  readonly priority: Priority
  /** When it was raised. */
  readonly since: Instant
  /** In the unit of what is measured; null: nothing is. */
  readonly value: number | null
}

/** What is open at a place, as JSON on its topic. All is well: the priority is null and nothing is counted. */
export interface SirenState {
  /** The worst. */
  readonly priority: Priority | null
  readonly count: number
  /** Those that nobody has answered: while there are any, a siren sounds. */
  readonly unacknowledged: number
  /** The worst and oldest first; of very many only these. */
  readonly alarms: readonly SirenAlarm[]
}

/** A message must stay far below what the gateway takes. */
const ALARMS_MAX = 50
/** The topic of every place and what is to be said there, in silence too. Silent alarms are left out. */
export function buildSirenStates(
  places: readonly Place[],
  records: readonly AlarmRecord[],
  limits: ReadonlyMap<string, Pick<AlarmLimit, 'name'>>,
): Map<string, SirenState> {
  const byPlace = Map.groupBy(records.filter(isOpen), ({ place }) => place)
  return new Map(
    places.map(({ id, site }) => [
      formatAlarmsTopic(site, id),
      toState(byPlace.get(id) ?? [], limits),
    ]),
  )
}

/** What is over, though nobody has answered, needs no siren. */
function isOpen({ phase, priority, silent }: AlarmRecord): boolean {
  return isActive(phase) && priority !== null && !silent
}

function toState(
  records: readonly AlarmRecord[],
  limits: ReadonlyMap<string, Pick<AlarmLimit, 'name'>>,
): SirenState {
  const alarms = records.flatMap((record) => toAlarm(record, limits)).toSorted(compare)
  return {
    priority: alarms[0]?.priority ?? null,
    count: alarms.length,
    unacknowledged: records.filter(({ phase }) => phase === 'active-unacknowledged').length,
    alarms: alarms.slice(0, ALARMS_MAX),
  }
}

/** One or none, for `flatMap`: without a priority nothing is on. */
function toAlarm(
  record: AlarmRecord,
  limits: ReadonlyMap<string, Pick<AlarmLimit, 'name'>>,
): SirenAlarm[] {
  const { id: alarm, limit, priority, since, raisedAt, value } = record
  if (priority === null) return []
  const name = limits.get(limit)?.name ?? { vi: limit, en: limit }
  return [{ alarm, limit, name, priority, since: raisedAt ?? since, value }]
}

function compare(a: SirenAlarm, b: SirenAlarm): number {
  return PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority) || a.since - b.since
}
