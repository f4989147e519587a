import { isJoint } from '#domain/alarm/limit.ts'
import type { Channel } from '#domain/channel.ts'
import type { Instant } from '#domain/time.ts'
import type { ReadingsReader } from '#store/readings/contract.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'

import type { Intake } from './intake.ts'
import { openIntake, openWatch, type Opening } from './open-watch.ts'
import { findLimits, isSameStanding, type Rules } from './rules.ts'

/** What is known of each channel, over all changes of the rules. */
export class Intakes {
  readonly #readings: Pick<ReadingsReader, 'latest' | 'range'>
  /** By the channel's id, of which the registry gives one after another; null: nobody watches it. */
  #present: (Intake | null | undefined)[] = []
  /** What was taken in before the rules changed, to be gone on with. */
  readonly #former = new Map<number, Intake>()

  constructor(readings: Pick<ReadingsReader, 'latest' | 'range'>) {
    this.#readings = readings
  }

  /** Null: nobody watches it; undefined: it is not open by the present rules. */
  of(channel: number): Intake | null | undefined {
    return this.#present[channel]
  }

  /** Also by former rules. */
  find(channel: number): Intake | undefined {
    return this.#present[channel] ?? this.#former.get(channel)
  }

  leaveOut(channel: number): void {
    this.#present[channel] ??= null
  }

  /** The rules are others; what was released begins anew. */
  close(released: readonly AlarmObservation[]): void {
    for (const intake of this.#present) if (intake) this.#former.set(intake.channel.id, intake)
    for (const { channel } of released) this.#former.delete(channel.id)
    this.#present = []
  }

  /** Goes on with what was taken in, or begins with what is stored. */
  async open(
    channels: readonly Channel[],
    { rules, known, now }: Pick<Opening, 'known' | 'now'> & { readonly rules: Rules },
  ): Promise<void> {
    await this.#begin(channels, rules, now)
    const opening = { readings: this.#readings, known, now }
    for (const channel of channels) {
      const intake = this.#goOn(channel, rules)
      if (intake === undefined) continue
      const limits = findLimits(rules, channel).filter(({ limit }) => !isJoint(limit))
      const watches = limits.map((limit) => openWatch(intake, limit, opening))
      intake.watchBy(await Promise.all(watches))
      this.#present[channel.id] = intake
    }
  }

  async #begin(channels: readonly Channel[], rules: Rules, now: Instant): Promise<void> {
    const newcomers = channels.filter((channel) => this.#goOn(channel, rules) === undefined)
    const latest = await this.#readings.latest(newcomers)
    for (const [index, channel] of newcomers.entries()) {
      const standing = rules.standings.get(channel.device)
      if (standing === undefined) continue
      this.#former.set(channel.id, openIntake({ channel, standing }, latest[index], now))
    }
  }

  #goOn(channel: Channel, { standings }: Rules): Intake | undefined {
    const before = this.#former.get(channel.id)
    const standing = standings.get(channel.device)
    if (before === undefined || standing === undefined) return undefined
    return isSameStanding(before.standing, standing) ? before : undefined
  }
}
