import { SECOND, type Instant } from '#domain/time.ts'

import type { ApiOptions } from '../options.ts'
import type { ShownStage } from './path-section.ts'
import { readPath } from './path.ts'
import type { ProductSubject } from './subject.ts'
import { readTemperatures } from './temperatures.ts'

type Sources = Pick<ApiOptions, 'trace' | 'registry' | 'readings'>

/**
 * What the lot went through, read anew after a minute at the earliest: the page is open to all, and a year of readings is
 * much to read for each who opens it. What is held or unpublished is not kept here: that shows at once.
 */
const AGE_MAX = 60 * SECOND
const LOTS_MAX = 200

interface Kept {
  readonly at: Instant
  readonly stages: Promise<ShownStage[]>
}
const keptOf = new WeakMap<ApiOptions['trace'], Map<string, Kept>>()

export async function readStages(
  sources: Sources,
  subject: ProductSubject,
  now: Instant,
): Promise<readonly ShownStage[]> {
  const { batch } = subject
  if (batch === undefined) return []
  const lots = keptOf.get(sources.trace) ?? new Map<string, Kept>()
  keptOf.set(sources.trace, lots)
  const kept = lots.get(batch.id)
  if (kept !== undefined && now - kept.at < AGE_MAX) return await kept.stages
  const stages = readAnew(sources, subject, now)
  lots.delete(batch.id)
  lots.set(batch.id, { at: now, stages })
  const [oldest] = lots.keys()
  if (lots.size > LOTS_MAX && oldest !== undefined) lots.delete(oldest)
  // What failed is tried again by the next who asks.
  stages.catch(() => lots.delete(batch.id))
  return await stages
}

async function readAnew(
  sources: Sources,
  { product, batch }: ProductSubject,
  now: Instant,
): Promise<ShownStage[]> {
  if (batch === undefined) return []
  const shown: ShownStage[] = []
  for (const stage of await readPath(sources, batch)) {
    const { conditions } = product.published
    const temperatures = conditions ? await readTemperatures(sources, stage, now) : undefined
    shown.push({ stage, temperatures })
  }
  return shown
}
