import type { Limit } from '../limit.ts'
import { ORCHARD_RATIONALISATIONS } from '../rationalisations/orchards.ts'
import type { Rationalisation, Rationalisations } from '../rationalisations/rationalisation.ts'
import { STORE_RATIONALISATIONS } from '../rationalisations/stores.ts'
import { VAT_RATIONALISATIONS } from '../rationalisations/vats.ts'
import { CALIBRATION_DRAFTS } from '../starting-alarms/calibrations.ts'
import { CLOCK_DRAFTS } from '../starting-alarms/clocks.ts'
import { COLD_ROOM_DRAFTS } from '../starting-alarms/cold-rooms.ts'
import { DEVICE_DRAFTS } from '../starting-alarms/devices.ts'
import { complete } from '../starting-alarms/draft.ts'
import { ORCHARD_DRAFTS } from '../starting-alarms/orchards.ts'
import { ROOM_DRAFTS } from '../starting-alarms/rooms.ts'
import { SAMPLE_DRAFTS } from '../starting-alarms/samples.ts'
import { VAT_BRINE_DRAFTS } from '../starting-alarms/vat-brine.ts'
import { VAT_PROBE_DRAFTS } from '../starting-alarms/vat-probes.ts'
import { VAT_DRAFTS } from '../starting-alarms/vats.ts'
import { VEHICLE_DRAFTS } from '../starting-alarms/vehicles.ts'
import { STARTING_LIMITS } from '../starting-limits.ts'
import { DAY } from '../time.ts'
import type { AlarmLimit, LimitLevel } from './limit.ts'

const MAX_TIME_SHELVED = 7 * DAY

export const RATIONALISATIONS: Rationalisations = {
  ...VAT_RATIONALISATIONS,
  ...STORE_RATIONALISATIONS,
  ...ORCHARD_RATIONALISATIONS,
}

/** Each side of a starting limit, with its rationalisation. The numbers are those of the limits, written once. */
export const LIMIT_ALARMS: readonly AlarmLimit[] = STARTING_LIMITS.flatMap((limit) =>
  (['low', 'high'] as const).flatMap((side) => {
    const why = RATIONALISATIONS[`${limit.id}-${side}`]
    return why === undefined ? [] : [toAlarmLimit(limit, side, why)]
  }),
)

/** The alarms that a new platform begins with. */
export const STARTING_ALARMS: readonly AlarmLimit[] = [
  ...LIMIT_ALARMS,
  ...complete([
    ...VAT_DRAFTS,
    ...VAT_BRINE_DRAFTS,
    ...VAT_PROBE_DRAFTS,
    ...ORCHARD_DRAFTS,
    ...ROOM_DRAFTS,
    ...COLD_ROOM_DRAFTS,
    ...VEHICLE_DRAFTS,
    ...DEVICE_DRAFTS,
    ...CLOCK_DRAFTS,
    ...CALIBRATION_DRAFTS,
    ...SAMPLE_DRAFTS,
  ]),
]

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
