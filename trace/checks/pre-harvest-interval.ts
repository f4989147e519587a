import { z } from 'zod'

import { DAY } from '#domain/time.ts'
import type { Operation } from '#domain/trace/operation.ts'
import { formatInstant } from '#domain/zone.ts'

import { listAllOperations } from '../all-operations.ts'
import type { Draft, Finding } from '../check.ts'

const said = z.object({ product: z.string(), preHarvestIntervalDays: z.number() })
/** The longest interval that a spraying can say. */
const INTERVAL_MAX = 365 * DAY

/** Nothing is harvested before the interval of everything that was sprayed there has ended. */
export async function preHarvestInterval({
  operation,
  store,
  timezone,
}: Draft): Promise<Finding[]> {
  const { place, at } = operation
  if (place === null) return []
  const after = { at: at - INTERVAL_MAX, id: '' }
  const all = listAllOperations(store, { place, kind: 'spraying', after })
  const sprayings = await Array.fromAsync(all)
  return sprayings
    .filter((spraying) => spraying.at <= at && endOf(spraying) > at)
    .map((spraying) => refuseHarvest(spraying, timezone))
}

function endOf({ at, until, details }: Operation): number {
  return (until ?? at) + said.parse(details).preHarvestIntervalDays * DAY
}

function refuseHarvest(spraying: Operation, timezone: string): Finding {
  const { product } = said.parse(spraying.details)
  const day = (at: number) => formatInstant(timezone, at).slice(0, 10)
  const [sprayed, ends] = [day(spraying.at), day(endOf(spraying))]
  return {
    check: 'pre-harvest-interval',
    canOverride: true,
    text: {
      vi: `Chưa hết thời gian cách ly: đã phun ${product} ngày ${sprayed}, đến ${ends} mới được thu hoạch; hãy đợi, hoặc ghi lý do.`,
      en: `The pre-harvest interval has not ended: ${product} was sprayed on ${sprayed}, harvest is from ${ends} on; wait, or say why not.`,
    },
  }
}
