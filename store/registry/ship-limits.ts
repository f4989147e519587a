import { SITE_SILENT } from '#domain/alarm/site-silence.ts'
import { STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import type { Instant } from '#domain/time.ts'

import type { Limits } from './contract-alarms.ts'

/** A new platform watches from its first start, and what people have changed since stays theirs. */
export async function shipLimits(limits: Limits, now: Instant): Promise<void> {
  const approved = { approvedBy: 'Nguồn', reason: 'starting set', withdrawn: false }
  const times = { validFrom: now, recordedAt: now }
  const shipped = [...STARTING_ALARMS, SITE_SILENT]
  await limits.ship(shipped.map((limit) => Object.assign({ limit }, approved, times)))
}
