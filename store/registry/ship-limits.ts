import { STARTING_ALARMS } from '#domain/alarm/starting-set.ts'
import type { Instant } from '#domain/time.ts'

import type { Limits } from './contract-alarms.ts'

/** A new platform watches from its first start, and what people have changed since stays theirs. */
export async function shipLimits(limits: Limits, now: Instant): Promise<void> {
  const approved = { approvedBy: 'Nguồn', reason: 'starting set', withdrawn: false }
  const times = { validFrom: now, recordedAt: now }
  await limits.ship(STARTING_ALARMS.map((limit) => Object.assign({ limit }, approved, times)))
}
