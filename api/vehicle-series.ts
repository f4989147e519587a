import { patienceOf } from '#domain/condition.ts'
import { silenceOf } from '#domain/leg.ts'
import { DAY } from '#domain/time.ts'
import type { Span } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'

import { readIntervals, type Intervals } from './intervals.ts'
import { RequestProblem } from './problem.ts'
import { requireFound } from './require-found.ts'
import { selectSeries, type Series } from './selection.ts'

/** What legs are made of. */
const CHANNELS = ['motion', 'speed', 'latitude', 'longitude', 'temperature', 'door', 'shock']
/** A channel that tells only changes is asked for its last one, so far back. */
export const BACK_MAX = 31 * DAY

export interface LegSelector {
  readonly device?: string | undefined
  readonly place?: string | undefined
  readonly absent?: 'error' | 'empty' | undefined
}

/** The channels of one vehicle, whichever device has them. */
export interface VehicleSeries {
  readonly all: readonly Series[]
  /** Those that tell the motion: of each device `motion`, or `speed` where it has no other. */
  readonly motions: readonly Series[]
  /** How often the motion should be told, milliseconds; null = not known. */
  readonly every: number | null
  /** For how long a temperature holds when no other follows. */
  readonly temperatureHoldMax: number
  /** How far beyond a span readings are needed to tell its legs. */
  readonly reach: number
}

/** Of a device wherever it stood, or of what stood in a vehicle for as long as it did. */
export async function selectVehicle(
  registry: Registry,
  { device, place, absent }: LegSelector,
  span: Span,
): Promise<VehicleSeries> {
  if (place !== undefined) await requireVehicle(registry, place)
  // Of a place, what stood there within reach counts, however far that reach is.
  const wide = { from: span.from - 2 * BACK_MAX, until: span.until + BACK_MAX }
  const named = { device: toNames(device), place, channel: CHANNELS }
  const all = await selectSeries(registry, { ...named, absent: 'empty' }, wide)
  const motions = pickMotions(all)
  if (motions.length === 0 && absent !== 'empty') refuseStill(device ?? place ?? '')
  const intervals = await readIntervals(
    registry,
    all.map(({ channel }) => channel),
  )
  const every = shortest(motions, intervals)
  const temperatures = all.filter(({ channel }) => channel.name === 'temperature')
  const temperatureHoldMax = patienceOf(shortest(temperatures, intervals))
  const reach = Math.min(BACK_MAX, Math.max(silenceOf(every), temperatureHoldMax))
  return { all, motions, every, temperatureHoldMax, reach }
}

/** An empty name is none. */
function toNames(device: string | undefined): string[] | undefined {
  if (device === undefined) return undefined
  return device === '' ? [] : [device]
}

async function requireVehicle(registry: Registry, id: string): Promise<void> {
  const { kind } = requireFound(await registry.places.get(id), 'place', id)
  if (kind === 'vehicle') return
  const detail = {
    vi: `Nơi '${id}' thuộc loại ${kind}; chỉ nơi loại vehicle mới có chặng đường.`,
    en: `Place '${id}' is of kind ${kind}; legs are of places of kind vehicle.`,
  }
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
}

function pickMotions(all: readonly Series[]): Series[] {
  const named = (name: string) => all.filter(({ channel }) => channel.name === name)
  const motions = named('motion')
  const sayingSo = new Set(motions.map(({ channel }) => channel.device))
  return [...motions, ...named('speed').filter(({ channel }) => !sayingSo.has(channel.device))]
}

function refuseStill(name: string): never {
  const detail = {
    vi: `'${name}' không có kênh 'motion' hay 'speed'; không có thì không biết các chặng đường.`,
    en: `'${name}' has no channel 'motion' or 'speed'; without one nobody knows its legs.`,
  }
  throw new RequestProblem('not-found', 'NOT_FOUND', detail)
}

function shortest(series: readonly Series[], intervals: Intervals): number | null {
  const known = series.flatMap(({ channel }) => intervals.get(channel.id) ?? [])
  return known.length === 0 ? null : Math.min(...known)
}
