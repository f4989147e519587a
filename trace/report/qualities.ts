import type { Channel } from '#domain/channel.ts'
import { decodeQuality, isMisdated } from '#domain/quality.ts'
import type { Span } from '#store/readings/contract.ts'

import type { Condition } from './condition-shape.ts'
import type { ReportContext } from './context.ts'

/** How far the readings can be trusted, and by whose clocks they are dated. */
export async function countQualities(
  { readings }: ReportContext,
  channel: Channel,
  spans: readonly Span[],
): Promise<Condition['qualities']> {
  const counts = createCounts()
  for (const span of spans) {
    for (const { quality, count } of await readings.qualities({ channel, ...span })) {
      const { status, timeQuality, late, derived } = decodeQuality(quality)
      counts.readingCount += count
      counts.clocks[timeQuality] += count
      if (late) counts.lateCount += count
      if (derived) counts.derivedCount += count
      if (status === 'uncertain') counts.uncertainCount += count
      if (status === 'bad') counts.badCount += count
      if (isMisdated(quality)) counts.misdatedCount += count
    }
  }
  return counts
}

function createCounts(): Condition['qualities'] {
  return {
    readingCount: 0,
    lateCount: 0,
    uncertainCount: 0,
    badCount: 0,
    derivedCount: 0,
    misdatedCount: 0,
    clocks: { 'device-utc': 0, 'device-local': 0, gateway: 0, server: 0 },
  }
}
