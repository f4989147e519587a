import type { Position } from '#domain/distance.ts'
import { holdReadings } from '#domain/held.ts'
import type { Way } from '#domain/leg-conditions.ts'
import type { Track } from '#domain/leg.ts'
import type { Measured } from '#domain/measured.ts'
import { USABLE_MIN } from '#domain/quality.ts'
import type { ReadingsReader, Span, StoredValue } from '#store/readings/contract.ts'

import { RequestProblem } from './problem.ts'
import { readBatches } from './raw-readings.ts'
import type { Series } from './selection.ts'
import { BACK_MAX, type VehicleSeries } from './vehicle-series.ts'
import { clipSeries } from './windows.ts'

/** km/h. A receiver of positions that stands still shows up to a few. */
const SPEED_MOVING_MIN = 5
/** Readings of one channel that are in memory at once; more are refused. */
const READINGS_MAX = 250_000

/** What was heard of a vehicle in a span: what tells its legs, and what tells how the load was. */
export async function readWay(
  readings: ReadingsReader,
  vehicle: VehicleSeries,
  span: Span,
): Promise<Track & Way> {
  const named = (name: string) => vehicle.all.filter(({ channel }) => channel.name === name)
  const read = (series: readonly Series[]) => readAll(readings, series, span)
  const motions = await readMotions(readings, vehicle, span)
  const latitudes = await read(named('latitude'))
  const longitudes = await read(named('longitude'))
  const temperatures = await read(named('temperature'))
  const doors = [
    ...(await readBefore(readings, named('door'), span)),
    ...(await read(named('door'))),
  ]
  const shocks = await read(named('shock'))
  const heardAt = [motions, latitudes, longitudes, temperatures, doors, shocks]
    .flatMap((list) => list.map(({ at }) => at))
    .toSorted((a, b) => a - b)
  return {
    heardAt,
    motions,
    every: vehicle.every,
    positions: named('latitude').length === 0 ? undefined : pair(latitudes, longitudes),
    temperatures: holdReadings(temperatures, vehicle.temperatureHoldMax),
    doors: named('door').length === 0 ? undefined : doors,
    shocks,
  }
}

async function readMotions(
  readings: ReadingsReader,
  { motions }: VehicleSeries,
  span: Span,
): Promise<Track['motions']> {
  const read = async (name: string, movingMin: number) => {
    const series = motions.filter(({ channel }) => channel.name === name)
    const before = await readBefore(readings, series, span)
    const told = [...before, ...(await readAll(readings, series, span))]
    return told.map(({ at, value }) => ({ at, isMoving: value >= movingMin }))
  }
  const told = [...(await read('motion', 1)), ...(await read('speed', SPEED_MOVING_MIN))]
  return told.toSorted((a, b) => a.at - b.at)
}

/** Usable readings of a channel that several devices may have, oldest first. */
async function readAll(
  readings: ReadingsReader,
  series: readonly Series[],
  span: Span,
): Promise<Measured[]> {
  const clipped = series.map((one) => clipSeries(one, span))
  const found: Measured[] = []
  let count = 0
  const query = { series: clipped, order: 'oldest', limit: READINGS_MAX + 1 } as const
  for await (const { values } of readBatches(readings, query)) {
    count += values.length
    if (count > READINGS_MAX) refuseTooMany(clipped)
    for (const value of values) if (isUsable(value)) found.push(toMeasured(value))
  }
  return series.length > 1 ? found.toSorted((a, b) => a.at - b.at) : found
}

/** The last one before a span, where a channel may tell only changes. */
async function readBefore(
  readings: ReadingsReader,
  series: readonly Series[],
  { from }: Span,
): Promise<Measured[]> {
  const clipped = series.map((one) => clipSeries(one, { from: from - BACK_MAX, until: from }))
  const found: StoredValue[] = []
  for (const { channel, spans } of clipped) {
    const last = spans.at(-1)
    if (last === undefined) continue
    found.push(...(await readings.range({ channel, ...last, order: 'newest', limit: 1 })))
  }
  const newest = found.filter(isUsable).toSorted((a, b) => a.measuredAt - b.measuredAt)
  return newest.slice(-1).map(toMeasured)
}

function refuseTooMany(series: readonly Series[]): never {
  const name = series[0]?.channel.name
  const detail = {
    vi: `Một phần của khoảng thời gian có hơn ${READINGS_MAX} số đo của '${name}'. Hãy lấy khoảng ngắn hơn, hoặc cho biết kênh báo bao lâu một lần ('expectedEvery' của kênh).`,
    en:
      `There are more than ${READINGS_MAX} readings of '${name}' in a piece of the span. ` +
      "Take a shorter span, or say how often the channel reports ('expectedEvery' of the channel).",
  }
  throw new RequestProblem('bad-request', 'TOO_MANY_READINGS', detail)
}

function isUsable({ quality }: StoredValue): boolean {
  return quality >= USABLE_MIN
}

function toMeasured({ measuredAt, value }: StoredValue): Measured {
  return { at: measuredAt, value }
}

/** A position is a latitude and a longitude of one instant. */
function pair(latitudes: readonly Measured[], longitudes: readonly Measured[]): Position[] {
  const longitudeAt = new Map(longitudes.map(({ at, value }) => [at, value]))
  return latitudes.flatMap(({ at, value: latitude }) => {
    const longitude = longitudeAt.get(at)
    return longitude === undefined ? [] : { at, latitude, longitude }
  })
}
