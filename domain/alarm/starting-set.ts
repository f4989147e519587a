import type { Limit } from '../limit.ts'
import { STARTING_LIMITS } from '../starting-limits.ts'
import { DAY } from '../time.ts'
import type { AlarmLimit, LimitLevel } from './limit.ts'
import { RATIONALISATIONS, type Rationalisation } from './rationalisations.ts'

const MAX_TIME_SHELVED = 7 * DAY

/**
 * The alarms that a new platform begins with: each side of a starting limit, with its rationalisation. The numbers are those
 * of the limits, written once; on the very bound an alarm is outside already, the state of a place is not yet.
 */
export const STARTING_ALARMS: readonly AlarmLimit[] = STARTING_LIMITS.flatMap((limit) =>
  (['low', 'high'] as const).flatMap((side) => {
    const why = RATIONALISATIONS[`${limit.id}-${side}`]
    return why === undefined ? [] : [toAlarmLimit(limit, side, why)]
  }),
)

function toAlarmLimit(limit: Limit, side: 'low' | 'high', why: Rationalisation): AlarmLimit {
  const { name, cause, consequence, response, deadband, offDelay, timeToRespond } = why
  return {
    id: `${limit.id}-${side}`,
    name,
    placeKinds: limit.placeKinds,
    channels: limit.channels,
    measure: { kind: 'value' },
    side,
    levels: toLevels(limit, side, why),
    deadband,
    offDelay,
    maxTimeShelved: MAX_TIME_SHELVED,
    cause,
    consequence,
    response,
    timeToRespond,
    source: limit.source,
  }
}

function toLevels(
  { warning, critical }: Limit,
  side: 'low' | 'high',
  { priorities, onDelays }: Rationalisation,
): LimitLevel[] {
  const bounds = [warning[side], critical[side]]
  return bounds.flatMap((bound, index) => {
    const [priority, onDelay] = [priorities[index], onDelays[index]]
    if (bound === undefined || priority === undefined || onDelay === undefined) return []
    return [{ bound, priority, onDelay }]
  })
}
