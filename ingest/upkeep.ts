import { setTimeout as sleep } from 'node:timers/promises'

import type { Logger } from 'pino'

import { toMessage } from '#domain/error.ts'
import { MINUTE, SECOND, type Instant } from '#domain/time.ts'
import type { ReadingsWriter } from '#store/readings/contract.ts'

const IDLE_REST = SECOND
const FAILURE_REST = 10 * SECOND
const LOG_EVERY = MINUTE

/** What keeps the store from being kept in order. */
export interface UpkeepTrouble {
  readonly message: string
  readonly since: Instant
  /** Failures without a success in between. */
  readonly failureCount: number
}

/**
 * Keeps the readings store in order, beside the writing: also while writing fails, for it may fail because sealing has
 * to catch up. After a piece of work it rests as long as the piece took, so writing has the store at least half the
 * time. A failure is logged at most once a minute and tried again; readings do not wait for it.
 */
export class Upkeep implements AsyncDisposable {
  readonly #readings: ReadingsWriter
  readonly #log: Logger
  readonly #stop = new AbortController()
  readonly #running: Promise<void>
  #loggedAt: Instant = 0
  #trouble: UpkeepTrouble | undefined

  constructor(readings: ReadingsWriter, log: Logger) {
    this.#readings = readings
    this.#log = log
    this.#running = this.#run()
  }

  get trouble(): UpkeepTrouble | undefined {
    return this.#trouble
  }

  /** Waits for the piece at work. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      const rest = await this.#work()
      await sleep(rest, undefined, { signal }).catch(() => undefined)
    }
  }

  async #work(): Promise<number> {
    const startedAt = performance.now()
    try {
      const hasMore = await this.#readings.maintain(Date.now())
      this.#trouble = undefined
      return hasMore ? performance.now() - startedAt : IDLE_REST
    } catch (error) {
      this.#complain(error)
      return FAILURE_REST
    }
  }

  #complain(error: unknown): void {
    const { since = Date.now(), failureCount = 0 } = this.#trouble ?? {}
    this.#trouble = { message: toMessage(error), since, failureCount: failureCount + 1 }
    if (Date.now() - this.#loggedAt < LOG_EVERY) return
    this.#loggedAt = Date.now()
    this.#log.warn({ err: error }, 'readings store was not kept in order; tried again later')
  }
}
