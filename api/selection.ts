import type { Channel } from '#domain/channel.ts'
import type { Installation } from '#domain/installation.ts'
import type { Span } from '#store/readings/contract.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { RequestProblem } from './problem.ts'
import { requireFound } from './require-found.ts'

/** What a request for readings names. */
export interface Selector {
  readonly device?: readonly string[] | undefined
  readonly place?: string | undefined
  readonly channel?: readonly string[] | undefined
  readonly absent?: 'error' | 'empty' | undefined
}

/** A channel and when its readings are meant: a device that stood at a place twice has two spans. */
export interface Series {
  readonly channel: Channel
  /** Oldest first, none empty. */
  readonly spans: readonly Span[]
}

/** Channels of one answer; more are refused, naming what to narrow. */
const SERIES_MAX = 2_000

/** The channels that a request names, by id, each with the part of the span that is meant. */
export async function selectSeries(
  registry: Registry,
  selector: Selector,
  span: Span,
): Promise<Series[]> {
  const spansOfDevice = await findSpans(registry, selector, span)
  const series: Series[] = []
  for (const [device, spans] of spansOfDevice) {
    const channels = requireFound(await registry.channels.ofDevice(device), 'device', device)
    series.push(...channels.map((channel) => ({ channel, spans })))
  }
  const named = keepNamed(series, selector)
  if (named.length <= SERIES_MAX) return named.toSorted((a, b) => a.channel.id - b.channel.id)
  const detail = {
    vi: `Có ${named.length} kênh; một câu trả lời chứa nhiều nhất ${SERIES_MAX}. Hãy chọn thiết bị hoặc kênh.`,
    en: `These are ${named.length} channels; one answer holds at most ${SERIES_MAX}. Name a device or a channel.`,
  }
  throw new RequestProblem('bad-request', 'TOO_MANY_CHANNELS', detail)
}

/** At a place, a device counts only while it was installed there (installations, not tags, say where it stood). */
async function findSpans(
  registry: Registry,
  { device, place }: Selector,
  span: Span,
): Promise<Map<string, Span[]>> {
  if (place === undefined && device !== undefined) {
    return new Map(device.map((one) => [one, [span]]))
  }
  if (place === undefined) {
    const detail = {
      vi: "Thiếu tham số 'device' hoặc 'place'; hãy nêu ít nhất một.",
      en: "Query parameter 'device' or 'place' is missing; name at least one of them.",
    }
    throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
  }
  requireFound(await registry.places.get(place), 'place', place)
  const spans = new Map<string, Span[]>()
  const { installations } = registry
  const here = listAll<number, Installation>((page) => installations.list({ ...page, place }))
  for await (const installation of here) {
    const isWanted = device?.includes(installation.device) ?? true
    const part = intersect(span, installation)
    if (part === undefined || !isWanted) continue
    spans.set(installation.device, [...(spans.get(installation.device) ?? []), part])
  }
  for (const parts of spans.values()) parts.sort((a, b) => a.from - b.from)
  return spans
}

function intersect(span: Span, { from, until }: Installation): Span | undefined {
  const part = { from: Math.max(span.from, from), until: Math.min(span.until, until ?? span.until) }
  return part.from < part.until ? part : undefined
}

/** Of several devices not each has each channel; one that none has is a mistake. */
function keepNamed(
  series: readonly Series[],
  { channel: names, absent }: Selector,
): readonly Series[] {
  if (names === undefined || series.length === 0) return series
  const unknown = names.find((name) => series.every(({ channel }) => channel.name !== name))
  if (unknown === undefined || absent === 'empty') {
    return series.filter(({ channel }) => names.includes(channel.name))
  }
  const known = [...new Set(series.map(({ channel }) => channel.name))].toSorted()
  const detail = {
    vi: `Ở đây không có kênh '${unknown}'; chỉ có: ${known.join(', ')}.`,
    en: `There is no channel '${unknown}' here; there are: ${known.join(', ')}.`,
  }
  throw new RequestProblem('not-found', 'NOT_FOUND', detail)
}
