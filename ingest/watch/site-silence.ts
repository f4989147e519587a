import { findLevel } from '#domain/alarm/limit.ts'
import { shareOfSilent } from '#domain/alarm/site-silence.ts'
import { MINUTE, SECOND, type Instant } from '#domain/time.ts'
import type {
  AlarmObservation,
  AlarmRecord,
  LimitVersion,
} from '#store/registry/contract-alarms.ts'
import type { Registry, StandingDevice } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import type { Watches } from './watches.ts'

const EVERY = 5 * SECOND
/** When nothing came of any device for so long, it is not the devices. */
const UNHEARD_MAX = 15 * MINUTE
/** Devices that are back take so long to speak; their absence is not asked about before. */
const RETURN_MAX = 30 * MINUTE

export type SilenceRegistry = Pick<Registry, 'presence' | 'channels' | 'alarms'>
type Found = Pick<AlarmObservation, 'level' | 'at' | 'channel' | 'place'> & {
  /** When the level before this one began. */
  readonly fellAt?: Instant | undefined
}

/**
 * Whether whole sites fell silent: one alarm of a site says so. It is kept under a channel of the site, the first that
 * the limit names, and stays there as long as that device does.
 */
export class SiteSilence {
  readonly #registry: SilenceRegistry
  readonly #watches: Watches
  /** By limit and site; what was found last. */
  #found: Map<string, Found> | undefined
  #sites: ReadonlySet<string> = new Set()
  #heardAt: Instant | undefined
  #at: Instant = -Infinity

  constructor(registry: SilenceRegistry, watches: Watches) {
    this.#registry = registry
    this.#watches = watches
  }

  /** Sites that are silent, or have just come back. */
  get sites(): ReadonlySet<string> {
    return this.#sites
  }

  /** Something came of some device. */
  hear(at: Instant): void {
    this.#heardAt = at
  }

  /** Called often; looks every few seconds. */
  async look(now: Instant): Promise<void> {
    this.#heardAt ??= now
    if (now - this.#at < EVERY) return
    const limits = await this.#watches.limitsOfSites(now)
    const devices = limits.length === 0 ? [] : await this.#registry.presence.standing(now)
    const known = (this.#found ??= await this.#recall(limits, devices))
    const silent = new Set<string>()
    for (const limit of limits) {
      for (const [site, some] of groupBySite(limit, devices)) {
        const key = `${limit.limit.id} ${site}`
        const found = await this.#judge(limit, { devices: some, known: known.get(key) }, now)
        if (found === undefined) continue
        known.set(key, found)
        if (found.level > 0 || isReturning(limit, found, now)) silent.add(site)
      }
    }
    this.#sites = silent
    this.#at = now
  }

  async #judge(
    limit: LimitVersion,
    {
      devices,
      known,
    }: { readonly devices: readonly StandingDevice[]; readonly known?: Found | undefined },
    now: Instant,
  ): Promise<Found | undefined> {
    const isUnheard = now - (this.#heardAt ?? now) > UNHEARD_MAX
    const share = shareOfSilent(devices, isUnheard ? this.#heardAt : undefined)
    const before = known && standsAmong(devices, known) ? known : undefined
    const level = findLevel(limit.limit, share, before?.level ?? 0)
    if (level === (before?.level ?? 0)) return before
    const subject = before ?? (await this.#findSubject(limit, devices))
    if (subject === undefined) return undefined
    const { channel, place } = subject
    const observation = { limit, channel, place, at: now, level, value: Math.round(share) }
    await this.#watches.observe([observation])
    return { ...observation, fellAt: before?.at }
  }

  async #findSubject(
    { limit }: LimitVersion,
    devices: readonly StandingDevice[],
  ): Promise<Pick<Found, 'channel' | 'place'> | undefined> {
    for (const { device, place } of devices) {
      const channels = (await this.#registry.channels.ofDevice(device)) ?? []
      const channel = channels.find(({ name }) => limit.channels.includes(name))
      if (channel !== undefined) return { channel, place }
    }
    return undefined
  }

  async #recall(
    limits: readonly LimitVersion[],
    devices: readonly StandingDevice[],
  ): Promise<Map<string, Found>> {
    const sites = new Map(devices.map(({ place, site }) => [place, site]))
    const found = new Map<string, Found>()
    const { alarms } = this.#registry
    const limitId = limits.map(({ limit }) => limit.id)
    const known = listAll<number, AlarmRecord>((page) => alarms.list({ ...page, limitId }))
    for await (const alarm of known) {
      const { channelId: id, device, channel: name, place, observed: level, seenAt: at } = alarm
      const channel = { id, device, name }
      found.set(`${alarm.limit} ${sites.get(place)}`, { level, at, channel, place })
    }
    return found
  }
}

/** Only a silence that was told: what was over before its delay has kept nobody from speaking. */
function isReturning({ limit }: LimitVersion, { at, fellAt }: Found, now: Instant): boolean {
  const [mildest] = limit.levels
  const wasTold = fellAt === undefined || at - fellAt >= (mildest?.onDelay ?? 0)
  return wasTold && now - at < RETURN_MAX
}

function standsAmong(devices: readonly StandingDevice[], { channel, place }: Found): boolean {
  return devices.some((one) => one.device === channel.device && one.place === place)
}

function groupBySite({ limit }: LimitVersion, devices: readonly StandingDevice[]) {
  const concerned = devices.filter(({ kind }) => limit.placeKinds.includes(kind))
  return Map.groupBy(concerned, ({ site }) => site)
}
