import { isJoint } from '#domain/alarm/limit.ts'
import type { Channel } from '#domain/channel.ts'
import type { Instant } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type { AlarmObservation, AlarmRecord } from '#store/registry/contract-alarms.ts'
import type { Registry } from '#store/registry/contract.ts'

import type { Intake } from './intake.ts'
import type { JointWatch } from './joint-watch.ts'
import { openIntake, openJointWatch, openWatch, type Opening } from './open-watch.ts'
import { findRestUntil, findToldUntil } from './punctuality.ts'
import { RuleBook } from './rule-book.ts'
import {
  findLimits,
  isSameStanding,
  planJoints,
  signatureOf,
  type JointPlan,
  type Rules,
} from './rules.ts'
import { findUntold, keyOf, recallAlarms, releaseUnwatched } from './troubles.ts'

export interface WatchSources {
  readonly registry: Pick<Registry, 'limits' | 'installations' | 'places' | 'channels' | 'alarms'>
  readonly readings: Pick<ReadingsReader, 'latest' | 'range'>
}

/**
 * Which limits watch which channels. The rules are read again every few seconds; the watches of a channel are made when its first reading
 * comes, those that time or other channels count for when there is a rule for them. After a restart it goes on from what was
 * written: what is stored was watched before it was stored.
 */
export class Watches {
  readonly #sources: WatchSources
  readonly #book: RuleBook
  /** By the channel's id, of which the registry gives one after another; null: nobody watches it. */
  #intakes: (Intake | null | undefined)[] = []
  /** What was taken in before the rules changed, to be gone on with. */
  readonly #former = new Map<number, Intake>()
  #joints = new Map<string, JointWatch>()
  #known: Map<string, AlarmObservation> | undefined
  /** What time has brought and is not written yet. */
  #passed: AlarmObservation[] = []

  constructor(sources: WatchSources) {
    this.#sources = sources
    this.#book = new RuleBook(sources.registry)
  }

  /** What is known of a channel that is prepared; undefined: nobody watches it. */
  of(channel: Channel): Intake | undefined {
    return this.#intakes[channel.id] ?? undefined
  }

  /** Until when all is told of what an alarm comes from. */
  toldUntil({ limit, channelId, observedAt }: AlarmRecord, now: Instant): Instant {
    const joint = this.#joints.get(keyOf(limit, channelId))
    if (joint !== undefined) return joint.toldUntil(now)
    const intake = this.#find(channelId)
    return intake === undefined ? findRestUntil(observedAt, now) : findToldUntil([intake], now)
  }

  /** Makes `of` right for these channels. May fail and be called again. */
  async prepare(channels: Iterable<Channel>, now: Instant): Promise<void> {
    const rules = await this.#refresh(now)
    const fresh = [...channels].filter(({ id }) => this.#intakes[id] === undefined)
    // A store may look long for the newest reading of a channel, and most channels have no limit.
    const watched = fresh.filter((channel) => findLimits(rules, channel).length > 0)
    await this.#open(watched, { rules, now })
    for (const { id } of fresh) this.#intakes[id] ??= null
    const known = new Set(rules.channels.map(({ id }) => id))
    if (watched.some(({ id }) => !known.has(id))) this.#book.noteUnknown()
  }

  /** What time has brought until now, to be written and then kept. */
  pass(now: Instant): readonly AlarmObservation[] {
    for (const joint of this.#joints.values()) joint.pass(now, this.#passed)
    return this.#passed
  }

  /** What was observed is written. */
  keep(observations: readonly AlarmObservation[]): void {
    for (const one of observations) this.#known?.set(keyOf(one.limit.limit.id, one.channel.id), one)
    if (observations === this.#passed) this.#passed = []
  }

  async #refresh(now: Instant): Promise<Rules> {
    const fresh = await this.#book.findNew(now)
    const known = (this.#known ??= await recallAlarms(this.#sources.registry))
    const rules = fresh ?? this.#book.rules
    if (rules === undefined) throw new Error('rules that were never read are not new')
    if (fresh === undefined) return rules
    this.#forget(await this.#release(releaseUnwatched(known.values(), fresh, now)))
    await this.#openJoints(fresh, now)
    await this.#release(findUntold(known.values(), this.#joints, now))
    this.#book.adopt(fresh, now)
    return fresh
  }

  async #release(released: readonly AlarmObservation[]) {
    await this.#sources.registry.alarms.observe(released)
    this.keep(released)
    return released
  }

  #forget(released: readonly AlarmObservation[]): void {
    for (const intake of this.#intakes) if (intake) this.#former.set(intake.channel.id, intake)
    for (const { limit, channel } of released) {
      this.#former.delete(channel.id)
      this.#joints.delete(keyOf(limit.limit.id, channel.id))
    }
    this.#intakes = []
  }

  async #openJoints(rules: Rules, now: Instant): Promise<void> {
    const plans = planJoints(rules)
    const needed = plans.flatMap(({ channel, conditions }) => [
      channel,
      ...conditions.flatMap(({ channels }) => channels),
    ])
    await this.#open(new Map(needed.map((channel) => [channel.id, channel])).values(), {
      rules,
      now,
    })
    const joints = new Map<string, JointWatch>()
    const opening = this.#opening(now)
    for (const plan of plans) {
      const key = keyOf(plan.limit.limit.id, plan.channel.id)
      const before = this.#joints.get(key)
      const joint = isSameJoint(before, plan, opening)
        ? before
        : await openJointWatch(plan, opening)
      if (joint !== undefined) joints.set(key, joint)
    }
    for (const joint of joints.values()) joint.listen()
    this.#joints = joints
  }

  #find(channel: number): Intake | undefined {
    return this.#intakes[channel] ?? this.#former.get(channel)
  }

  #opening(now: Instant): Opening {
    const find = (channel: number) => {
      const intake = this.#find(channel)
      if (intake === undefined) throw new Error('a joint watch hears a channel that was not opened')
      return intake
    }
    return { readings: this.#sources.readings, known: this.#known ?? new Map(), find, now }
  }

  /** Goes on with what was taken in, or begins with what is stored. */
  async #open(
    channels: Iterable<Channel>,
    { rules, now }: { readonly rules: Rules; readonly now: Instant },
  ): Promise<void> {
    const all = [...channels]
    const newcomers = all.filter((channel) => this.#goOn(channel, rules) === undefined)
    const latest = await this.#sources.readings.latest(newcomers)
    for (const [index, channel] of newcomers.entries()) {
      const standing = rules.standings.get(channel.device)
      if (standing === undefined) continue
      this.#former.set(channel.id, openIntake({ channel, standing }, latest[index], now))
    }
    for (const channel of all) {
      const intake = this.#goOn(channel, rules)
      if (intake === undefined) continue
      const limits = findLimits(rules, channel).filter(({ limit }) => !isJoint(limit))
      const opening = this.#opening(now)
      const watches = limits.map((limit) => openWatch(intake, limit, opening))
      intake.watchBy(await Promise.all(watches))
      this.#intakes[channel.id] = intake
    }
  }

  #goOn(channel: Channel, { standings }: Rules): Intake | undefined {
    const before = this.#former.get(channel.id)
    const standing = standings.get(channel.device)
    if (before === undefined || standing === undefined) return undefined
    return isSameStanding(before.standing, standing) ? before : undefined
  }
}

function isSameJoint(
  before: JointWatch | undefined,
  plan: JointPlan,
  { find }: Opening,
): before is JointWatch {
  return (
    before !== undefined && signatureOf(before.plan) === signatureOf(plan) && before.hears(find)
  )
}
