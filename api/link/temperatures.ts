import { DAY, HOUR, type Instant } from '#domain/time.ts'
import type { ReadingsReader, Span, Window } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'

import { selectSeries, type Series } from '../selection.ts'
import type { Stage } from './path.ts'

/** What goods went through: temperatures, °C, over all channels that touch them. */
export interface Temperatures {
  readonly min: number
  readonly max: number
  readonly mean: number
  /** Oldest first, none without readings. */
  readonly points: readonly TemperaturePoint[]
}

export interface TemperaturePoint {
  readonly at: Instant
  readonly min: number
  readonly max: number
  readonly mean: number
  /** Readings behind it. */
  readonly count: number
}

interface Sources {
  readonly registry: Registry
  readonly readings: ReadingsReader
}

/** Of the goods themselves; of the air around them only where nothing else was measured. */
const GOODS = ['', '/top', '/middle', '/bottom', '/product'].map((where) => `temperature${where}`)
const AIR = ['temperature/air']
/** Points of one stage; the windows are as wide as this asks for. */
const POINTS_MAX = 120
const WIDTHS = [HOUR, 6 * HOUR, DAY, 7 * DAY, 28 * DAY, 364 * DAY]

/** Of what stood at the place while the batch was there; undefined: nobody measured. */
export async function readTemperatures(
  { registry, readings }: Sources,
  { place, from, until }: Stage,
  now: Instant,
): Promise<Temperatures | undefined> {
  const span = { from, until: Math.min(until ?? now, now) }
  if (span.from >= span.until) return undefined
  const series = await selectSeries(registry, { place: place.id }, span)
  const named = (names: readonly string[]) =>
    series.filter(({ channel }) => names.includes(channel.name))
  const [goods, air] = [named(GOODS), named(AIR)]
  return await readJointly(readings, goods.length > 0 ? goods : air, span)
}

async function readJointly(
  readings: ReadingsReader,
  series: readonly Series[],
  span: Span,
): Promise<Temperatures | undefined> {
  const every = WIDTHS.find((width) => (span.until - span.from) / width <= POINTS_MAX) ?? 364 * DAY
  const windows: Window[] = []
  for (const { channel, spans } of series) {
    for (const part of spans) {
      windows.push(...(await readings.window({ channel, ...part, every, offset: 0 })))
    }
  }
  const byStart = Map.groupBy(windows, ({ start }) => start)
  const points = [...byStart].flatMap(([at, joint]) => joinWindows(at, joint) ?? [])
  return summarise(points.toSorted((one, other) => one.at - other.at))
}

function joinWindows(at: Instant, windows: readonly Window[]): TemperaturePoint | undefined {
  const filled = windows.flatMap(({ min, max, mean, count }) =>
    min === null || max === null || mean === null ? [] : [{ at, min, max, mean, count }],
  )
  return filled.length === 0 ? undefined : { at, ...joinPoints(filled) }
}

function summarise(points: readonly TemperaturePoint[]): Temperatures | undefined {
  return points.length === 0 ? undefined : { ...joinPoints(points), points }
}

function joinPoints(points: readonly TemperaturePoint[]) {
  const count = points.reduce((sum, one) => sum + one.count, 0)
  return {
    min: Math.min(...points.map(({ min }) => min)),
    max: Math.max(...points.map(({ max }) => max)),
    mean: points.reduce((sum, one) => sum + one.mean * one.count, 0) / count,
    count,
  }
}
