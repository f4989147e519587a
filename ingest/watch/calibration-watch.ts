import { findLevel } from '#domain/alarm/limit.ts'
import { daysOverdue } from '#domain/calibration.ts'
import { MINUTE, type Instant } from '#domain/time.ts'
import type { AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import type { ChannelPlan } from './rules.ts'
import { keyOf } from './troubles.ts'
import type { Watches } from './watches.ts'

const EVERY = MINUTE

interface Found {
  readonly level: number
  readonly place: string
}

/** Whether calibrations are overdue: no reading tells it, the calendar does. */
export class CalibrationWatch {
  readonly #registry: Pick<Registry, 'calibrations' | 'alarms'>
  readonly #watches: Watches
  /** By limit and channel; what was found last. */
  #found: ReadonlyMap<string, Found> | undefined
  #at: Instant = -Infinity

  constructor(registry: Pick<Registry, 'calibrations' | 'alarms'>, watches: Watches) {
    this.#registry = registry
    this.#watches = watches
  }

  /** Called often; looks every minute. May fail and be called again. */
  async look(now: Instant): Promise<void> {
    if (now - this.#at < EVERY) return
    const plans = await this.#watches.plansOfCalibrations(now)
    const known = this.#found ?? (await this.#recall(plans))
    const validity = plans.length === 0 ? new Map() : await this.#registry.calibrations.validity()
    const found = new Map<string, Found>()
    const changes = plans.flatMap((plan) => {
      const { limit, channel, standing } = plan
      const { place } = standing
      const key = keyOf(limit.limit.id, channel.id)
      const before = known.get(key)
      // Where a device stood before, its alarm is over already.
      const levelBefore = before?.place === place ? before.level : 0
      const days = findDays(plan, validity.get(channel.id), now)
      const level = days === undefined ? 0 : findLevel(limit.limit, days, levelBefore)
      found.set(key, { level, place })
      if (level === levelBefore) return []
      return [
        {
          limit,
          channel,
          place,
          at: now,
          level,
          value: days === undefined ? null : Math.floor(days),
        },
      ]
    })
    await this.#watches.observe(changes)
    this.#found = found
    this.#at = now
  }

  async #recall(plans: readonly ChannelPlan[]): Promise<ReadonlyMap<string, Found>> {
    const limitId = [...new Set(plans.map(({ limit }) => limit.limit.id))]
    const { alarms } = this.#registry
    const found = new Map<string, Found>()
    for await (const alarm of listAll<number, AlarmRecord>((page) =>
      alarms.list({ ...page, limitId }),
    )) {
      const { limit, channelId, observed: level, place } = alarm
      found.set(keyOf(limit, channelId), { level, place })
    }
    return found
  }
}

/** Undefined: of what was never calibrated nothing is told, unless the limit says so. */
function findDays(
  { limit, channel }: ChannelPlan,
  validUntil: Instant | undefined,
  now: Instant,
): number | undefined {
  const { measure } = limit.limit
  if (validUntil !== undefined) return daysOverdue(validUntil, now)
  const isToldOf = measure.kind === 'calibration-overdue' && measure.whenNever === 'overdue'
  return isToldOf ? daysOverdue(channel.firstSeenAt, now) : undefined
}
