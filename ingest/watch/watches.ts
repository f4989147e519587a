import { createMeter, type Meter } from '#domain/alarm/meter.ts'
import type { Channel } from '#domain/channel.ts'
import { SECOND, type Instant } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type { AlarmObservation, LimitVersion } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'

import { findLimits, isSameRules, readRules, type Rules, type Standing } from './rules.ts'
import { keyOf, recallAlarms, releaseUnwatched } from './troubles.ts'
import { warmUp } from './warm-up.ts'

/** One limit on one channel, and what is known of it. */
export interface Watch {
  readonly limit: LimitVersion
  readonly channel: Channel
  readonly standing: Standing
  readonly meter: Meter
  level: number
  /** When the newest reading that is taken in was measured, and when it came. */
  at: Instant
  arrivedAt: Instant
  /**
   * Until when windows look back on readings that came late; Infinity: nothing has come yet; undefined, nearly always: they do not. No
   * number then, for a number of each watch would be one more place in memory to go to with each reading.
   */
  disturbedUntil: Instant | undefined
}

/** How old the rules may be. */
const RULES_AGE_MAX = 5 * SECOND

export interface WatchSources {
  readonly registry: Pick<Registry, 'limits' | 'installations' | 'places' | 'alarms'>
  readonly readings: Pick<ReadingsReader, 'latest' | 'range'>
}

/**
 * Which limits watch which channels. The rules are read again every few seconds; a channel's watches are made when its
 * first reading comes. After a restart it goes on from what was written: what is stored was watched before it was stored.
 */
export class Watches {
  /** Channels of which the history that is told is at another level than the watch, since readings came late. */
  readonly atOdds = new Set<number>()
  readonly #sources: WatchSources
  readonly #ofChannels = new Map<number, readonly Watch[]>()
  readonly #watches = new Map<string, Watch>()
  #known: Map<string, AlarmObservation> | undefined
  #rules: Rules | undefined
  #rulesAt: Instant = -Infinity

  constructor(sources: WatchSources) {
    this.#sources = sources
  }

  /** The watches of a channel that is prepared. */
  of(channel: Channel): readonly Watch[] {
    return this.#ofChannels.get(channel.id) ?? []
  }

  /** Whether a limit in force names the channel, wherever its device stands. */
  isNamed({ name }: Channel): boolean {
    return this.#rules?.limits.some(({ limit }) => limit.channels.includes(name)) ?? false
  }

  /** The watch that an alarm comes from; undefined: no reading came since the start. */
  find(limit: string, channel: number): Watch | undefined {
    return this.#watches.get(keyOf(limit, channel))
  }

  /** Makes `of` right for these channels. May fail and be called again. */
  async prepare(channels: Iterable<Channel>, now: Instant): Promise<void> {
    const rules = await this.#refresh(now)
    const fresh = [...channels].filter(({ id }) => !this.#ofChannels.has(id))
    if (fresh.length === 0) return
    // A store may look long for the newest reading of a channel, and most channels have no limit.
    const watched = fresh.filter((channel) => findLimits(rules, channel).length > 0)
    const latest = await this.#sources.readings.latest(watched)
    for (const [index, channel] of watched.entries()) {
      const storedAt = latest[index]?.measuredAt ?? -Infinity
      this.#ofChannels.set(channel.id, await this.#open(channel, { rules, storedAt }))
    }
    for (const { id } of fresh) if (!this.#ofChannels.has(id)) this.#ofChannels.set(id, [])
  }

  /** What was observed is written. */
  keep(observations: readonly AlarmObservation[]): void {
    for (const one of observations) this.#known?.set(keyOf(one.limit.limit.id, one.channel.id), one)
  }

  async #refresh(now: Instant): Promise<Rules> {
    if (this.#rules !== undefined && now - this.#rulesAt < RULES_AGE_MAX) return this.#rules
    const { registry } = this.#sources
    const rules = await readRules(registry, now)
    const known = (this.#known ??= await recallAlarms(registry))
    const released = releaseUnwatched(known.values(), rules, now)
    await registry.alarms.observe(released)
    this.keep(released)
    for (const { limit, channel } of released) {
      this.#watches.delete(keyOf(limit.limit.id, channel.id))
    }
    if (!isSameRules(rules, this.#rules)) this.#ofChannels.clear()
    this.#rules = rules
    this.#rulesAt = now
    return rules
  }

  async #open(
    channel: Channel,
    { rules, storedAt }: { readonly rules: Rules; readonly storedAt: Instant },
  ): Promise<Watch[]> {
    const standing = rules.standings.get(channel.device)
    if (standing === undefined) return []
    const watches: Watch[] = []
    for (const limit of findLimits(rules, channel)) {
      const key = keyOf(limit.limit.id, channel.id)
      const before = this.#watches.get(key)
      const watch = isSameWatch(before, limit, standing)
        ? before
        : await this.#begin({ limit, channel, standing }, storedAt)
      this.#watches.set(key, watch)
      watches.push(watch)
    }
    return watches
  }

  async #begin(
    { limit, channel, standing }: Pick<Watch, 'limit' | 'channel' | 'standing'>,
    storedAt: Instant,
  ): Promise<Watch> {
    const { measure, side, id } = limit.limit
    const meter = createMeter(measure, side)
    const past = { measure, channel, from: standing.from, until: storedAt }
    await warmUp(this.#sources.readings, meter, past)
    const known = this.#known?.get(keyOf(id, channel.id))
    const at = Math.max(storedAt, known?.at ?? -Infinity)
    return {
      limit,
      channel,
      standing,
      meter,
      level: known?.level ?? 0,
      at,
      arrivedAt: at,
      disturbedUntil: Infinity,
    }
  }
}

function isSameWatch(
  before: Watch | undefined,
  limit: LimitVersion,
  standing: Standing,
): before is Watch {
  if (before === undefined) return false
  const { place, from } = before.standing
  return (
    before.limit.version === limit.version && place === standing.place && from === standing.from
  )
}
