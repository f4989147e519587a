import { createMeter } from '#domain/alarm/meter.ts'
import type { Channel } from '#domain/channel.ts'
import { SECOND, type Instant } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type { AlarmObservation, LimitVersion } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'

import { Intake, type Watch } from './intake.ts'
import { findLimits, isOfSite, isSameRules, readRules, type Rules, type Standing } from './rules.ts'
import { keyOf, recallAlarms, releaseUnwatched, toPresent } from './troubles.ts'
import { warmUp } from './warm-up.ts'

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
  readonly #sources: WatchSources
  /** By the channel's id, of which the registry gives one after another; null: nobody watches it. */
  #intakes: (Intake | null | undefined)[] = []
  /** What was taken in before the rules changed, to be gone on with. */
  readonly #former = new Map<number, Intake>()
  #known: Map<string, AlarmObservation> | undefined
  #rules: Rules | undefined
  #rulesAt: Instant = -Infinity

  constructor(sources: WatchSources) {
    this.#sources = sources
  }

  /** What is known of a channel that is prepared; undefined: nobody watches it. */
  of(channel: Channel): Intake | undefined {
    return this.#intakes[channel.id] ?? undefined
  }

  /** Of the channel that an alarm comes from; undefined: nothing came since the start. */
  find(channel: number): Intake | undefined {
    return this.#intakes[channel] ?? this.#former.get(channel)
  }

  /** Makes `of` right for these channels. May fail and be called again. */
  async prepare(channels: Iterable<Channel>, now: Instant): Promise<void> {
    const rules = await this.#refresh(now)
    const fresh = [...channels].filter(({ id }) => this.#intakes[id] === undefined)
    if (fresh.length === 0) return
    // A store may look long for the newest reading of a channel, and most channels have no limit.
    const watched = fresh.filter((channel) => findLimits(rules, channel).length > 0)
    const latest = await this.#sources.readings.latest(watched)
    for (const [index, channel] of watched.entries()) {
      const storedAt = latest[index]?.measuredAt ?? -Infinity
      this.#intakes[channel.id] = await this.#open(channel, { rules, storedAt })
    }
    for (const { id } of fresh) this.#intakes[id] ??= null
  }

  /** The limits in force that are on sites and not on what comes. */
  async limitsOfSites(now: Instant): Promise<LimitVersion[]> {
    const { limits } = await this.#refresh(now)
    return limits.filter(isOfSite)
  }

  /** Whether an alarm is of such a limit. */
  isOfSite(limit: string): boolean {
    return this.#rules?.limits.some((one) => one.limit.id === limit && isOfSite(one)) ?? false
  }

  /** Writes what was observed otherwise than by readings. */
  async observe(observations: readonly AlarmObservation[]): Promise<void> {
    await this.#sources.registry.alarms.observe(observations)
    this.keep(observations)
  }

  /** What was observed is written. */
  keep(observations: readonly AlarmObservation[]): void {
    for (const one of observations) this.#known?.set(keyOf(one.limit.limit.id, one.channel.id), one)
  }

  /** Those whose past is over without a word of the present are observed once more, as they were. */
  async endPast(now: Instant, isOver: (one: AlarmObservation) => boolean): Promise<void> {
    const known = await this.#recall()
    const over = toPresent(
      [...known.values()].filter((one) => one.past === true && isOver(one)),
      now,
    )
    if (over.length === 0) return
    await this.observe(over)
    for (const { limit, channel } of over) this.find(channel.id)?.endPast(limit.limit.id)
  }

  async #recall(): Promise<Map<string, AlarmObservation>> {
    return (this.#known ??= await recallAlarms(this.#sources.registry))
  }

  async #refresh(now: Instant): Promise<Rules> {
    if (this.#rules !== undefined && now - this.#rulesAt < RULES_AGE_MAX) return this.#rules
    const { registry } = this.#sources
    const rules = await readRules(registry, now)
    const known = await this.#recall()
    const released = releaseUnwatched(known.values(), rules, now)
    await this.observe(released)
    if (!isSameRules(rules, this.#rules)) this.#forget(released)
    this.#rules = rules
    this.#rulesAt = now
    return rules
  }

  #forget(released: readonly AlarmObservation[]): void {
    for (const intake of this.#intakes) if (intake) this.#former.set(intake.channel.id, intake)
    for (const { channel } of released) this.#former.delete(channel.id)
    this.#intakes = []
  }

  async #open(
    channel: Channel,
    { rules, storedAt }: { readonly rules: Rules; readonly storedAt: Instant },
  ): Promise<Intake | null> {
    const standing = rules.standings.get(channel.device)
    if (standing === undefined) return null
    const known = this.#former.get(channel.id)
    const before = known && isSameStanding(known.standing, standing) ? known : undefined
    const { at = storedAt, arrivedAt = storedAt } = before ?? {}
    const watches: Watch[] = []
    for (const limit of findLimits(rules, channel)) {
      const watch = before?.watches.find((one) => isSameVersion(one.limit, limit))
      watches.push(watch ?? (await this.#begin({ channel, standing, at }, limit)))
    }
    return new Intake({ channel, standing, watches, at, arrivedAt })
  }

  async #begin(
    { channel, standing, at }: Pick<Intake, 'channel' | 'standing' | 'at'>,
    limit: LimitVersion,
  ): Promise<Watch> {
    const { measure, side, id } = limit.limit
    const meter = createMeter(measure, side)
    await warmUp(this.#sources.readings, meter, { limit, channel, from: standing.from, until: at })
    const known = this.#known?.get(keyOf(id, channel.id))
    const {
      level = 0,
      past = false,
      at: knownAt = -Infinity,
      seenAt: toldUntil = knownAt,
    } = known ?? {}
    return { limit, meter, level, toldLevel: level, toldUntil, past }
  }
}

function isSameVersion(one: LimitVersion, other: LimitVersion): boolean {
  return one.limit.id === other.limit.id && one.version === other.version
}

function isSameStanding(one: Standing, other: Standing): boolean {
  return one.place === other.place && one.from === other.from
}
