import { isApart } from '#domain/alarm/measure.ts'
import type { Channel } from '#domain/channel.ts'
import type { Instant } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type {
  AlarmObservation,
  AlarmRecord,
  LimitVersion,
} from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'

import type { Intake } from './intake.ts'
import { Intakes } from './intakes.ts'
import { openTimedWatch, type Opening } from './open-watch.ts'
import { findRestUntil, findToldUntil, UNDER_WAY_MAX } from './punctuality.ts'
import { RuleBook } from './rule-book.ts'
import {
  findLimits,
  isOfSite,
  planCalendar,
  planJoints,
  signatureOf,
  type ChannelPlan,
  type JointPlan,
  type Rules,
} from './rules.ts'
import type { TimedWatch } from './timed-watch.ts'
import { findUntold, keyOf, recallAlarms, releaseUnwatched, toPresent } from './troubles.ts'

export interface WatchSources {
  readonly registry: Pick<Registry, 'limits' | 'installations' | 'places' | 'channels' | 'alarms'>
  readonly readings: Pick<ReadingsReader, 'latest' | 'range'>
}

/** What the clock says, and what it said when the process began. */
export interface Clock {
  readonly now: Instant
  readonly startedAt: Instant
}

/**
 * Which limits watch which channels. The rules are read again every few seconds; the watches of a channel are made when its first reading
 * comes, those that time or other channels count for when there is a rule for them. After a restart it goes on from what was
 * written: what is stored was watched before it was stored.
 */
export class Watches {
  /** Channels of which the history that is told is at another level than the watch, since readings came late. */
  readonly atOdds = new Set<number>()
  readonly #sources: WatchSources
  readonly #book: RuleBook
  readonly #intakes: Intakes
  #timed: ReadonlyMap<string, TimedWatch> = new Map()
  #known: Map<string, AlarmObservation> | undefined
  /** What time has brought and is not written yet. */
  #passed: AlarmObservation[] = []

  constructor(sources: WatchSources) {
    this.#sources = sources
    this.#book = new RuleBook(sources.registry)
    this.#intakes = new Intakes(sources.readings)
  }

  /** What is known of a channel that is prepared; undefined: nobody watches it. */
  of(channel: Channel): Intake | undefined {
    return this.#intakes.of(channel.id) ?? undefined
  }

  /** Whether a limit in force names the channel, wherever its device stands. */
  isNamed({ name }: Channel): boolean {
    return this.#book.rules?.limits.some(({ limit }) => limit.channels.includes(name)) ?? false
  }

  /** Of the channel that an alarm comes from; undefined: nothing came since the start. */
  find(channel: number): Intake | undefined {
    return this.#intakes.find(channel)
  }

  /** Until when all is told of what an alarm comes from. */
  toldUntil({ limit, channelId, observedAt }: AlarmRecord, clock: Clock): Instant {
    const { now } = clock
    if (this.#isApart(limit)) return now - UNDER_WAY_MAX
    const timed = this.#timed.get(keyOf(limit, channelId))
    if (timed !== undefined) return timed.toldUntil(now)
    const intake = this.find(channelId)
    return intake === undefined ? findRestUntil(observedAt, clock) : findToldUntil([intake], now)
  }

  /** Makes `of` right for these channels. May fail and be called again. */
  async prepare(channels: Iterable<Channel>, now: Instant): Promise<void> {
    const known = await this.#recall()
    const rules = await this.#refresh(known, now)
    const fresh = [...channels].filter(({ id }) => this.#intakes.of(id) === undefined)
    if (fresh.length === 0) return
    // A store may look long for the newest reading of a channel, and most channels have no limit.
    const watched = fresh.filter((channel) => findLimits(rules, channel).length > 0)
    await this.#intakes.open(watched, { rules, known, now })
    for (const { id } of fresh) this.#intakes.leaveOut(id)
    const isListed = new Set(rules.channels.map(({ id }) => id))
    if (fresh.some(({ id }) => !isListed.has(id))) this.#book.noteUnknown()
  }

  /** Writes what time has brought until now. May fail and be called again. */
  async pass(now: Instant): Promise<void> {
    for (const watch of this.#timed.values()) watch.pass(now, this.#passed)
    await this.observe(this.#passed)
    this.#passed = []
  }

  /** The limits in force that are on sites and not on what comes. */
  async limitsOfSites(now: Instant): Promise<LimitVersion[]> {
    const { limits } = await this.#refresh(await this.#recall(), now)
    return limits.filter(isOfSite)
  }

  /** The limits that the calendar tells of, each on each of its channels. */
  async plansOfCalendar(now: Instant): Promise<ChannelPlan[]> {
    return planCalendar(await this.#refresh(await this.#recall(), now))
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
    for (const { limit, channel } of over) {
      this.find(channel.id)?.endPast(limit.limit.id)
      this.#timed.get(keyOf(limit.limit.id, channel.id))?.endPast()
    }
  }

  #isApart(limit: string): boolean {
    const ofIt = this.#book.rules.limits.filter((one) => one.limit.id === limit)
    return ofIt.some((one) => isApart(one.limit.measure))
  }

  async #recall(): Promise<Map<string, AlarmObservation>> {
    return (this.#known ??= await recallAlarms(this.#sources.registry))
  }

  async #refresh(known: ReadonlyMap<string, AlarmObservation>, now: Instant): Promise<Rules> {
    const fresh = await this.#book.findNew(now)
    if (fresh === undefined) return this.#book.rules
    this.#intakes.close(await this.#release(releaseUnwatched(known.values(), fresh, now)))
    this.#timed = await this.#openTimed(fresh, { known, now })
    for (const watch of this.#timed.values()) watch.listen()
    await this.#release(findUntold(known.values(), this.#timed, now))
    this.#book.adopt(fresh, now)
    return fresh
  }

  async #release(released: readonly AlarmObservation[]): Promise<readonly AlarmObservation[]> {
    await this.observe(released)
    return released
  }

  async #openTimed(
    rules: Rules,
    { known, now }: Pick<Opening, 'known' | 'now'>,
  ): Promise<Map<string, TimedWatch>> {
    const plans = planJoints(rules)
    await this.#intakes.open(listHeard(plans), { rules, known, now })
    const find = (channel: number) => this.#findHeard(channel)
    const opening = { readings: this.#sources.readings, known, find, now }
    const watches = new Map<string, TimedWatch>()
    for (const plan of plans) {
      const key = keyOf(plan.limit.limit.id, plan.channel.id)
      const before = this.#timed.get(key)
      const watch = isSameWatch(before, plan, opening)
        ? before
        : await openTimedWatch(plan, opening)
      if (watch !== undefined) watches.set(key, watch)
    }
    return watches
  }

  #findHeard(channel: number): Intake {
    const intake = this.find(channel)
    if (intake === undefined) throw new Error('a watch is to hear a channel that was not opened')
    return intake
  }
}

/** The channels that are heard, each once. */
function listHeard(plans: readonly JointPlan[]): Channel[] {
  const channels = plans.flatMap(({ channel, conditions }) => [
    channel,
    ...conditions.flatMap((condition) => condition.channels),
  ])
  return [...new Map(channels.map((channel) => [channel.id, channel])).values()]
}

function isSameWatch(
  before: TimedWatch | undefined,
  plan: JointPlan,
  { find }: Opening,
): before is TimedWatch {
  if (before === undefined || signatureOf(before.plan) !== signatureOf(plan)) return false
  return before.hears(find)
}
