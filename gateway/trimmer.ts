import type { Logger } from 'pino'

import { SECOND } from '#domain/time.ts'
import type { Journal } from '#store/journal/contract.ts'

const TRIM_EVERY = 5 * SECOND

export interface TrimmerOptions {
  readonly journal: Journal
  readonly log: Logger
  /** Milliseconds. An append that finds the journal full trims without waiting for it. */
  readonly trimEvery?: number | undefined
}

/** Trims the journal now and then, step by step, so that appends come in between. Only the appender writes to the file's body. */
export class Trimmer implements AsyncDisposable {
  readonly #journal: Journal
  readonly #log: Logger
  readonly #timer: NodeJS.Timeout
  #running: Promise<void> | undefined
  #closed = false

  constructor({ journal, log, trimEvery = TRIM_EVERY }: TrimmerOptions) {
    this.#journal = journal
    this.#log = log
    this.#timer = setInterval(() => {
      this.#running ??= this.#trim()
    }, trimEvery)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await this.#running
  }

  async #trim(): Promise<void> {
    try {
      while (!this.#closed && (await this.#journal.trim(Date.now())) > 0) {
        await new Promise(setImmediate)
      }
    } catch (error) {
      this.#log.error({ err: error }, 'journal cannot be trimmed')
    }
    this.#running = undefined
  }
}
