import type { DatabaseSync } from 'node:sqlite'

import type { Logger } from 'pino'

import { toMessage } from '#domain/error.ts'
import { MINUTE, type Instant } from '#domain/time.ts'

import { EvidenceReader, LOG_NAMES } from './evidence-reader.ts'
import type { SignedHead } from './head.ts'
import { requestTimeStamp } from './time-stamp.ts'

export interface TimeStamperOptions {
  readonly timeStampUrl: string
  readonly log: Logger
}

/** An authority that does not answer is asked again after this. */
const RETRY_AFTER = 10 * MINUTE

/** Has the last head of each log stamped: what it says of all leaves before it is stamped with it. */
export class TimeStamper {
  readonly #database: DatabaseSync
  readonly #reader: EvidenceReader
  readonly #options: TimeStamperOptions
  #notBefore: Instant = 0

  constructor(database: DatabaseSync, options: TimeStamperOptions) {
    this.#database = database
    this.#reader = new EvidenceReader(database)
    this.#options = options
  }

  /** A failure is logged; the head is valid without. */
  async stampLast(now: Instant): Promise<void> {
    if (this.#options.timeStampUrl === '' || now < this.#notBefore) return
    for (const log of LOG_NAMES) {
      const last = this.#reader.lastHead(log)
      if (last !== undefined && last.timeStamp === null) await this.#stamp(last, now)
    }
  }

  async #stamp({ head, body }: SignedHead, now: Instant): Promise<void> {
    try {
      const token = await requestTimeStamp(this.#options.timeStampUrl, body)
      this.#database
        .prepare('UPDATE head SET time_stamp = ? WHERE log = ? AND number = ?')
        .run(token, head.log, head.number)
    } catch (error) {
      this.#notBefore = now + RETRY_AFTER
      const facts = { log: head.log, head: head.number, problem: toMessage(error) }
      this.#options.log.warn(facts, 'no time-stamp; asked again later')
    }
  }
}
