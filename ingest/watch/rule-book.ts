import { MINUTE, SECOND, type Instant } from '#domain/time.ts'
import type { ChannelRecord } from '#store/registry/contract.ts'
import { listAll } from '#store/registry/list-all.ts'

import { readRules, type Rules, type RuleSources } from './rules.ts'

/** How old the limits and places may be, and how old the list of channels: it is long, and what is new in it is asked for. */
const RULES_AGE_MAX = 5 * SECOND
const CHANNELS_AGE_MAX = MINUTE

/** The rules as they were read last. */
export class RuleBook {
  readonly #sources: RuleSources
  #rules: Rules | undefined
  #readAt: Instant = -Infinity
  #channels: readonly ChannelRecord[] = []
  #channelsReadAt: Instant = -Infinity

  constructor(sources: RuleSources) {
    this.#sources = sources
  }

  /** Undefined when they are as they were. */
  async findNew(now: Instant): Promise<Rules | undefined> {
    if (now - this.#readAt < RULES_AGE_MAX) return undefined
    const read = await readRules(this.#sources, now)
    if (now - this.#channelsReadAt >= CHANNELS_AGE_MAX) {
      const all = listAll<number, ChannelRecord>((page) => this.#sources.channels.list(page))
      this.#channels = await Array.fromAsync(all)
      this.#channelsReadAt = now
    }
    const channels = this.#channels.filter(({ device }) => read.standings.has(device))
    const rules = { ...read, channels }
    if (!isSame(rules, this.#rules)) return rules
    this.#readAt = now
    return undefined
  }

  /** The rules are followed from now on; until they are, they are new. */
  adopt(rules: Rules, now: Instant): void {
    this.#rules = rules
    this.#readAt = now
  }

  /** After they were adopted once. */
  get rules(): Rules {
    if (this.#rules === undefined) throw new Error('rules are followed before they were read')
    return this.#rules
  }

  /** A channel spoke that is not in the list. */
  noteUnknown(): void {
    this.#channelsReadAt = -Infinity
  }
}

function isSame(rules: Rules, before: Rules | undefined): boolean {
  if (before === undefined || rules.channels.length !== before.channels.length) return false
  const isSameChannel = ({ id, expectedEvery }: ChannelRecord, index: number) => {
    const other = before.channels[index]
    return id === other?.id && expectedEvery === other.expectedEvery
  }
  return fingerprint(rules) === fingerprint(before) && rules.channels.every(isSameChannel)
}

function fingerprint({ limits, standings }: Rules): string {
  return JSON.stringify([limits.map(({ limit, version }) => [limit.id, version]), ...standings])
}
