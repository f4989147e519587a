import type { Channel } from '#domain/channel.ts'
import { quantityOfChannel } from '#domain/channel.ts'
import { DEVICE_QUANTITIES } from '#domain/quantities/device.ts'
import type { Quantity } from '#domain/quantity.ts'
import { HOUR, MINUTE } from '#domain/time.ts'
import { offsetAt } from '#domain/zone.ts'
import type { Span, Window } from '#store/readings/contract.ts'
import type { ChannelRecord } from '#store/registry/contract.ts'

import { findCalibrations } from './calibrations.ts'
import type { Condition } from './condition-shape.ts'
import type { ReportContext } from './context.ts'
import { measureCoverage } from './coverage.ts'
import type { ExcursionInStay } from './excursions.ts'
import { describeKinetic } from './kinetic.ts'
import { countQualities } from './qualities.ts'
import { lengthOf } from './span-length.ts'
import type { StayScene } from './stays.ts'

/** A channel, and when its device stood there. */
interface SeriesInStay {
  readonly channel: ChannelRecord
  readonly quantity: Quantity
  /** Oldest first, none empty. */
  readonly spans: readonly Span[]
}

const OF_DEVICES = new Set(DEVICE_QUANTITIES.map(({ id }) => id))
const CHANNELS_OF_DEVICE_MAX = 1_000

/** What each channel at the place said; how the devices themselves did (battery, signal) is no condition of goods. */
export async function measureConditions(
  context: ReportContext,
  scene: StayScene,
  excursions: readonly ExcursionInStay[],
): Promise<Condition[]> {
  const conditions: Condition[] = []
  for (const series of await listSeries(context, scene)) {
    context.signal.throwIfAborted()
    const beyond = excursions.filter(({ reported: { device, channel } }) => {
      return device === series.channel.device && channel === series.channel.name
    })
    const condition = await measure(
      context,
      series,
      beyond.map(({ span }) => span),
    )
    // It was made after the batch had gone on.
    const isLater = series.channel.firstSeenAt >= scene.until
    if (condition.qualities.readingCount > 0 || !isLater) conditions.push(condition)
  }
  return conditions
}

async function listSeries(
  { registry }: ReportContext,
  { standing }: StayScene,
): Promise<SeriesInStay[]> {
  const series: SeriesInStay[] = []
  for (const [device, spans] of Map.groupBy(standing, (one) => one.device)) {
    const channels = await registry.channels.list({ device, limit: CHANNELS_OF_DEVICE_MAX })
    for (const channel of channels) {
      const quantity = quantityOfChannel(channel.name)
      if (quantity === undefined || OF_DEVICES.has(quantity.id)) continue
      const parts = spans.map(({ from, until }) => ({ from, until }))
      series.push({ channel, quantity, spans: parts })
    }
  }
  return series.toSorted((one, other) => one.channel.name.localeCompare(other.channel.name))
}

async function measure(
  context: ReportContext,
  { channel, quantity, spans }: SeriesInStay,
  beyond: readonly Span[],
): Promise<Condition> {
  const { write } = context
  const hours = await readHours(context, channel, spans)
  const summary = summarise(hours)
  const coverage = await measureCoverage(context, channel, spans)
  const calibrations = await findCalibrations(context, channel, spans)
  return {
    device: channel.device,
    channel: channel.name,
    name: quantity.name,
    unit: quantity.unit,
    decimals: quantity.decimals,
    from: write(Math.min(...spans.map(({ from }) => from))),
    until: write(Math.max(...spans.map(({ until }) => until))),
    ...summary,
    // A mean of words that are stored as numbers, or of a counter, says nothing.
    mean: quantity.kind === 'gauge' ? summary.mean : null,
    beyondMinutes: lengthOf(beyond) / MINUTE,
    ...calibrations,
    coverage,
    kinetic: quantity.unit === 'Cel' ? describeKinetic(hours, coverage) : null,
    qualities: await countQualities(context, channel, spans),
  }
}

/** Those with readings. */
async function readHours(
  { readings, timezone }: ReportContext,
  channel: Channel,
  spans: readonly Span[],
): Promise<Window[]> {
  const hours: Window[] = []
  for (const span of spans) {
    const offset = ((offsetAt(timezone, span.from) % HOUR) + HOUR) % HOUR
    const windows = await readings.window({ channel, ...span, every: HOUR, offset })
    for (const window of windows) if (window.count > 0) hours.push(window)
  }
  return hours
}

function summarise(
  hours: readonly Window[],
): Pick<Condition, 'usableCount' | 'min' | 'mean' | 'max'> {
  let [usableCount, sum, min, max] = [0, 0, Infinity, -Infinity]
  for (const hour of hours) {
    usableCount += hour.count
    sum += hour.mean ?? 0
    min = Math.min(min, hour.min ?? Infinity)
    max = Math.max(max, hour.max ?? -Infinity)
  }
  if (hours.length === 0) return { usableCount, min: null, mean: null, max: null }
  return { usableCount, min, mean: sum / hours.length, max }
}
