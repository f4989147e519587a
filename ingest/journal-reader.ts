import type { Logger } from 'pino'

import type { Journal, SequencedEntry } from '#store/journal/contract.ts'
import { DamagedEntries } from '#store/journal/damaged-entries.ts'

import type { IngestMetrics } from './metrics.ts'

/** What was read, and the place to read on from. */
interface Stretch {
  readonly entries: readonly SequencedEntry[]
  readonly through: number
}

/**
 * Reads on behind entries that are damaged on disk: no later try would read them, and all behind them would wait for
 * ever. Nothing else is passed over, and each time it is said in the log which entries, and how many.
 */
export class JournalReader {
  readonly #journal: Journal
  readonly #log: Logger
  readonly #metrics: IngestMetrics
  #damagedCount = 0

  constructor(journal: Journal, log: Logger, metrics: IngestMetrics) {
    this.#journal = journal
    this.#log = log
    this.#metrics = metrics
  }

  /** Entries given up since the start. */
  get damagedCount(): number {
    return this.#damagedCount
  }

  async read(after: number, max: number): Promise<Stretch> {
    try {
      const entries = await this.#journal.read(after, max)
      return { entries, through: entries.at(-1)?.sequence ?? after }
    } catch (error) {
      if (!(error instanceof DamagedEntries)) throw error
      this.#giveUp(error, after)
      return { entries: [], through: error.lastSequence }
    }
  }

  #giveUp(error: DamagedEntries, after: number): void {
    const { lastSequence } = error
    const count = lastSequence - after
    this.#damagedCount += count
    this.#metrics.damaged.inc(count)
    const facts = { firstSequence: after + 1, lastSequence, count, err: error }
    this.#log.error(facts, 'damaged journal entries are given up')
  }
}
