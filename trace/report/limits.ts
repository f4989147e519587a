import { unitOfMeasure } from '#domain/alarm/measure.ts'
import { quantityOfChannel } from '#domain/channel.ts'
import type { WatchedSpan } from '#store/registry/contract-excursions.ts'

import type { LimitInForce } from './condition-shape.ts'
import type { ReportContext } from './context.ts'
import { overlap } from './standing.ts'
import type { StayScene } from './stays.ts'

/** The limits that the channels at the place were held to, each version for as long as it was in force. */
export async function findLimits(
  context: ReportContext,
  scene: StayScene,
): Promise<LimitInForce[]> {
  const watched = await listWatched(context, scene)
  const byVersion = Map.groupBy(watched, ({ limit }) => `${limit.limit.id}\n${limit.version}`)
  return Array.from(byVersion.values(), (spans) => describe(context, spans)).toSorted(
    (one, other) => one.limit.localeCompare(other.limit) || one.version - other.version,
  )
}

/** Cut to the stay. */
async function listWatched(
  { registry }: ReportContext,
  { place, from, until, standing }: StayScene,
): Promise<WatchedSpan[]> {
  const found: WatchedSpan[] = []
  for (const device of new Set(standing.map((one) => one.device))) {
    for (const channel of (await registry.channels.ofDevice(device)) ?? []) {
      const spans = (await registry.excursions.watched(channel.id, { from, until })) ?? []
      for (const span of spans) {
        const part = span.place === place ? overlap({ from, until }, span) : undefined
        if (part !== undefined) found.push({ ...span, ...part })
      }
    }
  }
  return found
}

function describe({ write }: ReportContext, spans: readonly WatchedSpan[]): LimitInForce {
  const [first] = spans
  if (first === undefined) throw new Error('a limit was in force for no time')
  const { limit, version, approvedBy, validFrom, reason } = first.limit
  const from = Math.min(...spans.map((span) => span.from))
  const channels = [...new Set(spans.map(({ channel }) => channel.name))].toSorted()
  const quantity = quantityOfChannel(channels[0] ?? '') ?? { unit: '' }
  return {
    limit: limit.id,
    name: limit.name,
    version,
    channels,
    measure: limit.measure.kind,
    side: limit.side,
    unit: unitOfMeasure(limit.measure, quantity),
    levels: limit.levels.map(({ bound, priority }) => ({ bound, priority })),
    from: write(from),
    until: write(Math.max(...spans.map((span) => span.until))),
    approvedBy,
    approvedAt: write(validFrom),
    reason,
    source: limit.source,
    isEarlier: from < validFrom,
  }
}
