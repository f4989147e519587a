import { setTimeout as sleep } from 'node:timers/promises'

import type { Logger } from 'pino'

import { NguonError, toMessage } from '#domain/error.ts'
import { MINUTE, type Instant } from '#domain/time.ts'

import { backoffDelay } from './backoff.ts'

/** What keeps the ingest from going on. */
export interface Trouble {
  readonly message: string
  readonly code: string
  /** True when it goes on by itself as soon as the cause is gone; else a person must act. */
  readonly passing: boolean
  readonly since: Instant
  readonly failureCount: number
}

const LOG_EVERY = MINUTE

/**
 * Repeats what fails until it succeeds, however long that takes: the ingest skips nothing. Meanwhile `trouble` says
 * why, and the log says it once a minute. Ends only with success or with the signal (then it throws its reason).
 */
export class Persistence {
  readonly #log: Logger
  readonly #signal: AbortSignal
  #trouble: Trouble | undefined
  #loggedAt: Instant = 0

  constructor(log: Logger, signal: AbortSignal) {
    this.#log = log
    this.#signal = signal
  }

  get trouble(): Trouble | undefined {
    return this.#trouble
  }

  async untilDone<Result>(act: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        const result = await act()
        this.#recover()
        return result
      } catch (error) {
        await this.#wait(error)
      }
    }
  }

  async #wait(error: unknown): Promise<void> {
    this.#signal.throwIfAborted()
    const trouble = toTrouble(error, this.#trouble)
    this.#trouble = trouble
    this.#complain(error, trouble)
    const delay = backoffDelay(trouble.failureCount, Math.random(), trouble.code)
    await sleep(delay, undefined, { signal: this.#signal })
  }

  #complain(error: unknown, { passing, ...facts }: Trouble): void {
    if (Date.now() - this.#loggedAt < LOG_EVERY) return
    this.#loggedAt = Date.now()
    const level = passing ? 'warn' : 'error'
    this.#log[level]({ ...facts, err: error }, 'ingest keeps its place and tries again')
  }

  #recover(): void {
    if (this.#trouble === undefined) return
    const { code, since, failureCount } = this.#trouble
    this.#log.info({ code, failureCount, troubleMs: Date.now() - since }, 'ingest goes on')
    this.#trouble = undefined
    this.#loggedAt = 0
  }
}

/** A mistake of ours (no NguonError) is retried, too: to crash would end in the same place, and say less. */
function toTrouble(error: unknown, before: Trouble | undefined): Trouble {
  const known = error instanceof NguonError
  return {
    message: toMessage(error),
    code: known ? error.code : 'INTERNAL',
    passing: known && error.retry,
    since: before?.since ?? Date.now(),
    failureCount: (before?.failureCount ?? 0) + 1,
  }
}
