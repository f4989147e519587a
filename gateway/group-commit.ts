import { setTimeout as delay } from 'node:timers/promises'

import type { Logger } from 'pino'

import { NguonError, toMessage } from '#domain/error.ts'
import { SECOND } from '#domain/time.ts'
import type { Entry, Journal } from '#store/journal/contract.ts'

import type { GatewayMetrics } from './metrics.ts'

/** One commit takes at most this many entries: an append blocks the event loop for milliseconds, not for long. */
const BATCH_ENTRIES_MAX = 8_192
const RETRY_FIRST = 100
const RETRY_MAX = 5 * SECOND

export interface GroupCommitOptions {
  readonly journal: Journal
  readonly log: Logger
  readonly metrics: GatewayMetrics
}

/** An entry on its way to disk, and what to do when it is there. */
export interface Pending {
  readonly entry: Entry
  readonly settle: () => void
}

/**
 * Puts entries on disk, many to a commit: whatever arrived while the event loop served its sockets once goes together.
 * When the journal refuses, the same batch is tried again until it is taken, and all behind it wait: nobody is told
 * "accepted" before it is true, and nothing is dropped. Entries reach the journal in the order they were added.
 */
export class GroupCommit implements AsyncDisposable {
  readonly #options: GroupCommitOptions
  readonly #closing = new AbortController()
  #pending: Pending[] = []
  #committing: Promise<void> | undefined
  #problem: unknown
  #withheldCount = 0

  constructor(options: GroupCommitOptions) {
    this.#options = options
  }

  /** Entries that are not on disk yet. */
  get withheldCount(): number {
    return this.#withheldCount
  }

  /** Why the journal refuses at the moment; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem === undefined ? undefined : toMessage(this.#problem)
  }

  add(pending: Pending): void {
    this.#pending.push(pending)
    this.#withheldCount++
    this.#committing ??= this.#commitAll()
  }

  /** Tries once more to put everything on disk; what the journal then refuses stays unacknowledged with its sender. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    while (this.#committing !== undefined) await this.#committing
  }

  async #commitAll(): Promise<void> {
    await new Promise(setImmediate)
    while (this.#pending.length > 0) {
      const batch = this.#takeBatch()
      const entries = batch.map((pending) => pending.entry)
      const taken = await this.#append(entries)
      this.#withheldCount -= batch.length
      if (!taken) continue
      this.#count(entries)
      for (const { settle } of batch) settle()
    }
    this.#committing = undefined
  }

  #count(entries: readonly Entry[]): void {
    const messages = entries.filter((entry) => entry.kind === 'message')
    const { accepted, acceptedBytes } = this.#options.metrics
    accepted.inc(messages.length)
    acceptedBytes.inc(messages.reduce((sum, { payload }) => sum + payload.length, 0))
  }

  #takeBatch(): Pending[] {
    const all = this.#pending
    this.#pending = all.length > BATCH_ENTRIES_MAX ? all.splice(BATCH_ENTRIES_MAX) : []
    return all
  }

  /** True when the entries are on disk; false only when the gateway closes and the journal still refuses. */
  async #append(entries: readonly Entry[]): Promise<boolean> {
    for (let pause = RETRY_FIRST; ; pause = Math.min(pause * 2, RETRY_MAX)) {
      const lastTry = this.#closing.signal.aborted
      if (await this.#tryAppend(entries)) return true
      if (lastTry) return false
      // Full jitter: many gateways of one store do not knock in step.
      const jittered = pause / 2 + (Math.random() * pause) / 2
      await delay(jittered, undefined, { signal: this.#closing.signal }).catch(() => {})
    }
  }

  async #tryAppend(entries: readonly Entry[]): Promise<boolean> {
    const { journal, metrics } = this.#options
    const stop = metrics.commitSeconds.startTimer()
    try {
      await journal.append(entries)
      stop()
      this.#noteRecovery()
      return true
    } catch (error) {
      this.#noteProblem(error)
      return false
    }
  }

  // The change of state is logged, not each attempt. An error of ours is repeated too: acknowledging or
  // dropping would both be worse than waiting for a person.
  #noteProblem(error: unknown): void {
    const { log, metrics } = this.#options
    const code = error instanceof NguonError ? error.code : 'UNKNOWN'
    metrics.commitFailures.inc({ code })
    if (this.#problem === undefined) {
      log.error({ err: error, code }, 'journal refuses, acknowledgements are withheld')
    }
    this.#problem = error
  }

  #noteRecovery(): void {
    if (this.#problem === undefined) return
    this.#problem = undefined
    this.#options.log.info({ withheld: this.#withheldCount }, 'journal accepts again')
  }
}
