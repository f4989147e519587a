import { findLevel } from '#domain/alarm/limit.ts'
import { daysOverdue } from '#domain/calibration.ts'
import { DAY, MINUTE, type Instant } from '#domain/time.ts'
import type { AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'
import type { TraceReads } from '#store/trace/contract.ts'

import type { ChannelPlan } from './rules.ts'
import { keyOf } from './troubles.ts'
import type { Watches } from './watches.ts'

const EVERY = MINUTE
const NONE: ReadonlyMap<string | number, Instant> = new Map()

interface Found {
  readonly level: number
  readonly place: string
}

export interface CalendarSources {
  readonly registry: Pick<Registry, 'calibrations' | 'alarms'>
  /** When what is at each place was sampled last. */
  readonly samples: Pick<TraceReads, 'sampledAt'>
}

/** Whether calibrations and samples are overdue: no reading tells it, the calendar does. */
export class CalendarWatch {
  readonly #sources: CalendarSources
  readonly #watches: Watches
  /** By limit and channel; what was found last. */
  #found: ReadonlyMap<string, Found> | undefined
  #at: Instant = -Infinity

  constructor(sources: CalendarSources, watches: Watches) {
    this.#sources = sources
    this.#watches = watches
  }

  /** Called often; looks every minute. May fail and be called again. */
  async look(now: Instant): Promise<void> {
    if (now - this.#at < EVERY) return
    const plans = await this.#watches.plansOfCalendar(now)
    const known = this.#found ?? (await this.#recall(plans))
    const daysOf = await this.#readDays(plans, now)
    const found = new Map<string, Found>()
    const changes = plans.flatMap((plan) => {
      const { limit, channel, standing } = plan
      const { place } = standing
      const key = keyOf(limit.limit.id, channel.id)
      const before = known.get(key)
      // Where a device stood before, its alarm is over already.
      const levelBefore = before?.place === place ? before.level : 0
      const days = daysOf(plan)
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

  /** Reads only what some limit asks for. */
  async #readDays(plans: readonly ChannelPlan[], now: Instant) {
    const { registry, samples } = this.#sources
    const asks = (kind: string) => plans.some(({ limit }) => limit.limit.measure.kind === kind)
    const validity = asks('calibration-overdue') ? await registry.calibrations.validity() : NONE
    const sampledAt = asks('sample-overdue') ? await samples.sampledAt() : NONE
    return (plan: ChannelPlan): number | undefined => {
      if (plan.limit.limit.measure.kind === 'calibration-overdue') {
        return findDays(plan, validity.get(plan.channel.id), now)
      }
      const at = sampledAt.get(plan.standing.place)
      return at === undefined ? undefined : Math.max(0, (now - at) / DAY)
    }
  }

  async #recall(plans: readonly ChannelPlan[]): Promise<ReadonlyMap<string, Found>> {
    const limitId = [...new Set(plans.map(({ limit }) => limit.limit.id))]
    const { alarms } = this.#sources.registry
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
