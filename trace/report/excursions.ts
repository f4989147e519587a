import { MINUTE } from '#domain/time.ts'
import type { Span } from '#store/readings/contract.ts'
import type { ExcursionKey, ExcursionRecord } from '#store/registry/contract-excursions.ts'

import type { ReportContext } from './context.ts'
import type { ReportedExcursion } from './shape.ts'
import { overlap } from './standing.ts'
import type { StayScene } from './stays.ts'

const PAGE = 500

export interface ExcursionInStay {
  readonly reported: ReportedExcursion
  /** Within the stay. */
  readonly span: Span
}

/** What was outside its limits during a stay, as the readings tell it now, whether or not anybody was told. */
export async function findExcursions(
  { registry, write, writeOptional }: ReportContext,
  { place, from, until }: StayScene,
): Promise<ExcursionInStay[]> {
  const found: ExcursionInStay[] = []
  const list = (after?: ExcursionKey) => {
    const query = { place: [place], from, until, limit: PAGE }
    return registry.excursions.list({ ...query, ...(after !== undefined && { after }) })
  }
  for (let page = await list(); page.length > 0; page = await list(page.at(-1))) {
    for (const record of page) {
      const span = overlap({ from, until }, record)
      if (span === undefined) continue
      const minutes = (span.until - span.from) / MINUTE
      const ends = writeOptional(record.until)
      found.push({
        span,
        reported: { ...toFacts(record), from: write(record.from), until: ends, minutes },
      })
    }
    if (page.length < PAGE) break
  }
  return found
}

function toFacts(record: ExcursionRecord) {
  const { limit, limitVersion, device, channel, priority, worst, alarm } = record
  const measured = Number.isFinite(worst) ? worst : null
  return { limit, version: limitVersion, device, channel, priority, worst: measured, alarm }
}
