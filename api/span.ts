import { DAY } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'
import type { Span } from '#store/readings/contract.ts'

import { timeParameter } from './parameters.ts'
import { RequestProblem } from './problem.ts'
import { resolveTime, type WrittenTime } from './written-time.ts'

/** What is looked at when a request does not say. */
const SPAN_DEFAULT = DAY

export const spanParameters = {
  from: timeParameter({
    description: 'Inclusive. One day before `until` when not given.',
    examples: ['2026-10-01T00:00:00+07:00'],
  }).optional(),
  until: timeParameter({
    description: 'Exclusive. Now when not given.',
    examples: ['2026-10-02'],
  }).optional(),
}

export function toSpan(
  written: { readonly from?: WrittenTime | undefined; readonly until?: WrittenTime | undefined },
  zone: string,
): Span {
  const until = written.until === undefined ? Date.now() : resolveTime(written.until, zone)
  const from = written.from === undefined ? until - SPAN_DEFAULT : resolveTime(written.from, zone)
  return requireOrder({ from, until }, zone)
}

/** The same; refused where it ends before it begins. */
export function requireOrder(span: Span, zone: string): Span {
  const { from, until } = span
  if (from < until) return span
  const [first, last] = [formatInstant(zone, from), formatInstant(zone, until)]
  const detail = {
    vi: `'from' là ${first} và 'until' là ${last}; 'from' phải trước 'until'.`,
    en: `'from' is ${first} and 'until' is ${last}; 'from' must be before 'until'.`,
  }
  throw new RequestProblem('bad-request', 'REQUEST_INVALID', detail)
}

/** Refuses what is longer than one answer covers, milliseconds. */
export function refuseWiderThan(max: number, { from, until }: Span): void {
  if (until - from <= max) return
  const days = Math.ceil((until - from) / DAY)
  const detail = {
    vi: `Khoảng này có ${days} ngày; một lần trả lời nhiều nhất ${max / DAY} ngày. Hãy lấy 'from' muộn hơn hoặc 'until' sớm hơn.`,
    en: `The span has ${days} days; one answer covers at most ${max / DAY}. Take a later 'from' or an earlier 'until'.`,
  }
  throw new RequestProblem('bad-request', 'SPAN_TOO_WIDE', detail)
}
