import { SECOND } from '#domain/time.ts'
import type { Span } from '#store/readings/contract.ts'
import type { ChannelRecord } from '#store/registry/contract.ts'

import type { Condition } from './condition-shape.ts'
import type { ReportContext } from './context.ts'

export type ConditionCoverage = NonNullable<Condition['coverage']>

/** One empty interval may be a reading that came a moment after its turn. */
const GAP_INTERVALS_MIN = 2
const GAPS_MAX = 100

/** What was expected of a channel and what came; null where nobody knows how often it should report. */
export async function measureCoverage(
  { readings, write }: ReportContext,
  channel: ChannelRecord,
  spans: readonly Span[],
): Promise<ConditionCoverage | null> {
  const { expectedEvery } = channel
  if (expectedEvery === null) return null
  let [expectedCount, receivedCount] = [0, 0]
  const gaps: Span[] = []
  for (const span of spans) {
    const coverage = await readings.coverage({ channel, ...span, expectedEvery })
    expectedCount += coverage.expectedCount
    receivedCount += coverage.receivedCount
    gaps.push(...coverage.gaps.filter((gap) => lengthOf(gap) >= GAP_INTERVALS_MIN * expectedEvery))
  }
  const longest = gaps.toSorted((one, other) => lengthOf(other) - lengthOf(one))
  return {
    every: expectedEvery / SECOND,
    expectedCount,
    receivedCount,
    gapCount: gaps.length,
    gaps: longest.slice(0, GAPS_MAX).map(({ from, until }) => {
      return { from: write(from), until: write(until) }
    }),
  }
}

/** 0 to 1; nothing was missing where nothing was expected. */
export function shareOf({ expectedCount, receivedCount }: ConditionCoverage): number {
  return expectedCount === 0 ? 1 : receivedCount / expectedCount
}

/** Milliseconds. */
export function longestGapOf({ gaps }: ConditionCoverage): number {
  const [longest] = gaps
  return longest === undefined ? 0 : Date.parse(longest.until) - Date.parse(longest.from)
}

function lengthOf({ from, until }: Span): number {
  return until - from
}
