import { DAY, HOUR, type Instant } from '#domain/time.ts'
import { FAULTS, type Fault, type FaultWindow } from '#simulators/faults.ts'
import type { SimulatedDevice } from '#simulators/fleet.ts'
import { deriveSeed, uniform } from '#simulators/random.ts'
import { createTrouble, TROUBLES, type TroubleKind } from '#simulators/troubles.ts'

/** What went wrong in the year, as only the simulators know. */
export interface Injected extends FaultWindow {
  readonly device: string
  readonly kind: string
  /** Of the place, so that an alarm is right; or of the sensor, so that it may be wrong. */
  readonly what: 'trouble' | 'fault'
  /** Names of the channels concerned begin so. */
  readonly channels: readonly string[]
  readonly apply: Fault
}

interface Plan {
  /** Ids of devices begin so. */
  readonly devices: readonly string[]
  /** In a year, of one device, on average. */
  readonly perYear: number
  /** From the shortest to the longest, milliseconds. */
  readonly lasts: readonly [number, number]
}

const COLD_ROOMS = ['pk-cold-room', 'kx-cold-room']
const STATIONS = ['pk-weather', 'kx-weather', 'bc-weather']
const TROUBLE_PLANS: Readonly<Record<TroubleKind, Plan>> = {
  'compressor-failed': { devices: COLD_ROOMS, perYear: 4, lasts: [6 * HOUR, DAY] },
  'thermostat-too-low': { devices: COLD_ROOMS, perYear: 2, lasts: [12 * HOUR, 2 * DAY] },
  'pump-never-stops': { devices: ['pk-vat'], perYear: 0.4, lasts: [DAY, 4 * DAY] },
  'rain-in-vat': { devices: ['pk-vat'], perYear: 0.3, lasts: [DAY, 3 * DAY] },
  'irrigation-failed': { devices: ['kx-soil', 'bc-soil'], perYear: 1, lasts: [10 * DAY, 20 * DAY] },
  'drain-blocked': { devices: ['kx-soil', 'bc-soil'], perYear: 1, lasts: [3 * DAY, 6 * DAY] },
  'van-cooling-off': { devices: ['pk-van'], perYear: 8, lasts: [2 * HOUR, 5 * HOUR] },
  'roof-vents-shut': { devices: ['pk-warehouse'], perYear: 3, lasts: [DAY, 3 * DAY] },
  'panel-dirty': { devices: STATIONS, perYear: 1, lasts: [20 * DAY, 30 * DAY] },
}
/** Every sensor lies now and then, in every way. */
const FAULT_PLAN: Plan = { devices: [''], perYear: 0.25, lasts: [6 * HOUR, 4 * DAY] }
/** A probe drifts by a tenth of a degree a day, so it takes longer to matter. */
const DRIFT_PLAN: Plan = { devices: [''], perYear: 0.25, lasts: [30 * DAY, 90 * DAY] }

/** The same for the same seed. What begins less than a week before the end of the year is left out. */
export function planYear(
  { id }: SimulatedDevice,
  { from, until }: FaultWindow,
  seed: number,
): Injected[] {
  const troubles = Object.entries(TROUBLE_PLANS).flatMap(([name, plan]) => {
    const kind = name as TroubleKind
    const windows = planWindows(id, kind, { plan, from, until, seed })
    return windows.map((window): Injected => {
      const apply = createTrouble(kind, window)
      const channels = TROUBLES[kind].map((trouble) => trouble.channels)
      return Object.assign({ device: id, kind, what: 'trouble', channels, apply } as const, window)
    })
  })
  const faults = Object.entries(FAULTS).flatMap(([kind, create]) => {
    const plan = kind === 'drift' ? DRIFT_PLAN : FAULT_PLAN
    const windows = planWindows(id, kind, { plan, from, until, seed })
    return windows.map((window): Injected => {
      const apply = create(window, deriveSeed(seed, `${id}/${kind}`))
      return Object.assign(
        { device: id, kind, what: 'fault', channels: [''], apply } as const,
        window,
      )
    })
  })
  return [...troubles, ...faults]
}

interface Year extends FaultWindow {
  readonly plan: Plan
  readonly seed: number
}

/** One chance in each equal part of the year, so that windows of a kind do not overlap. */
function planWindows(id: string, kind: string, { plan, from, until, seed }: Year): FaultWindow[] {
  if (!plan.devices.some((begin) => id.startsWith(begin))) return []
  const partCount = Math.max(1, Math.ceil(plan.perYear))
  const part = (until - from - 7 * DAY) / partCount
  const own = deriveSeed(seed, `${id}/${kind}/plan`)
  const [shortest, longest] = plan.lasts
  return Array.from({ length: partCount }, (_, index) => index).flatMap((index) => {
    if (uniform(own, 3 * index) > plan.perYear / partCount) return []
    const lasts = Math.min(part, shortest + (longest - shortest) * uniform(own, 3 * index + 1))
    const begin: Instant = from + part * index + (part - lasts) * uniform(own, 3 * index + 2)
    return [{ from: Math.floor(begin), until: Math.floor(begin + lasts) }]
  })
}
