import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Logger } from 'pino'

import { SECOND } from '#domain/time.ts'
import type { Registry } from '#store/registry/contract.ts'

import { Listener, type Told } from './alarm-listener.ts'
import { AlarmReader } from './alarm-reader.ts'
import type { DescribedEvent } from './alarm-row-shape.ts'
import { formatEvent, formatHeartbeat, formatOpening } from './event-stream.ts'

export interface FeedLimits {
  /** Clients at once; one more is refused. */
  readonly listenersMax: number
  /** Characters that wait for one client; with more it reads the log again. */
  readonly waitingMax: number
  /** A client that takes nothing of what it is sent for so long is cut off, milliseconds. */
  readonly stallMax: number
  /** How often something is said where nothing happens, milliseconds: proxies close what is silent. */
  readonly heartbeatEvery: number
}

export const FEED_LIMITS: FeedLimits = {
  listenersMax: 500,
  waitingMax: 256 * 1_024,
  stallMax: 30 * SECOND,
  heartbeatEvery: 15 * SECOND,
}

/** What a client wants to hear of, and in which zone. */
export interface Subscription {
  /** The last event that it knows; undefined: it wants to hear of what comes. */
  readonly after: number | undefined
  readonly zone: string
  readonly isWanted: (event: DescribedEvent) => boolean
}

/** A client that is told of what comes, behind `after`. */
interface Subscriber extends Subscription {
  readonly listener: Listener
  readonly after: number
}

/**
 * Tells of what happens to alarms while somebody listens; one reader asks the registry for all. A client first reads the log
 * up to where the reader is, as fast as it can, and then joins: nothing is left out, and nothing comes twice. One that falls
 * behind reads the log again.
 */
export class AlarmFeed {
  readonly #registry: Registry
  readonly #limits: FeedLimits
  readonly #reader: AlarmReader
  readonly #listeners = new Set<Listener>()
  readonly #subscribers = new Map<Listener, Subscriber>()
  #heartbeat: NodeJS.Timeout | undefined

  constructor(
    { registry, log }: { readonly registry: Registry; readonly log: Logger },
    limits: FeedLimits = FEED_LIMITS,
  ) {
    this.#registry = registry
    this.#limits = limits
    this.#reader = new AlarmReader({ registry, log, onEvent: (event) => this.#deliver(event) })
  }

  get listenerCount(): number {
    return this.#listeners.size
  }

  /** `cut` ends the client's connection at once. Undefined: there are as many as there may be. Whoever opens one closes it. */
  open(cut: () => void): Listener | undefined {
    const { listenersMax, waitingMax, heartbeatEvery } = this.#limits
    if (this.#listeners.size >= listenersMax) return undefined
    this.#heartbeat ??= setInterval(() => this.#beat(), heartbeatEvery)
    const listener = new Listener(waitingMax, cut)
    this.#listeners.add(listener)
    return listener
  }

  /** What waits is still read. May be called again. */
  close(listener: Listener): void {
    listener.end()
    this.#listeners.delete(listener)
    this.#leave(listener)
    if (this.#listeners.size > 0) return
    clearInterval(this.#heartbeat)
    this.#heartbeat = undefined
  }

  closeAll(): void {
    for (const listener of this.#listeners) this.close(listener)
  }

  /** What a client is sent, until its listener is closed. */
  async *tell(listener: Listener, subscription: Subscription): AsyncGenerator<string> {
    const { isWanted, zone } = subscription
    let last = await this.#findStart(subscription.after)
    yield formatOpening(last)
    while (this.#listeners.has(listener)) {
      const page = await this.#reader.readPage(last)
      for (const event of page.events) {
        if (isWanted(event)) yield* listener.give(formatEvent(event, zone))
      }
      last = page.last
      if (page.isFull || !this.#join({ ...subscription, listener, after: last })) {
        await nextTurn()
        continue
      }
      for await (const { id, text } of listener.read()) {
        yield* listener.give(text)
        last = id
      }
    }
  }

  /** An id that was not given yet is of a log that was lost: what is told then begins anew. */
  async #findStart(after: number | undefined): Promise<number> {
    const newest = await this.#registry.alarms.newestEvent()
    return Math.min(after ?? newest, newest)
  }

  /** False: the reader is further already, or the client is gone. */
  #join(subscriber: Subscriber): boolean {
    const { listener, after } = subscriber
    if (!this.#listeners.has(listener)) return false
    if (this.#subscribers.size === 0) this.#reader.start(after)
    if (this.#reader.cursor > after) return false
    listener.begin()
    this.#subscribers.set(listener, subscriber)
    return true
  }

  #leave(listener: Listener): void {
    this.#subscribers.delete(listener)
    if (this.#subscribers.size === 0) this.#reader.stop()
  }

  #beat(): void {
    for (const listener of this.#listeners) listener.checkStall(this.#limits.stallMax)
    for (const { listener, after } of this.#subscribers.values()) {
      const id = Math.max(after, this.#reader.cursor)
      this.#put(listener, { id, text: formatHeartbeat(id) })
    }
  }

  #deliver(event: DescribedEvent): void {
    const { id } = event.event
    const texts = new Map<string, string>()
    for (const { listener, after, zone, isWanted } of this.#subscribers.values()) {
      if (id <= after || !isWanted(event)) continue
      const text = texts.get(zone) ?? formatEvent(event, zone)
      texts.set(zone, text)
      this.#put(listener, { id, text })
    }
  }

  #put(listener: Listener, told: Told): void {
    if (!listener.put(told)) this.#leave(listener)
  }
}
