import type { DatabaseSync, StatementSync } from 'node:sqlite'

import { DAY, type Instant } from '#domain/time.ts'

import type {
  Entry,
  Journal,
  JournalStatus,
  SealedPlace,
  SealedStretch,
  SequencedEntry,
} from './contract.ts'
import { decodeFrame, type Wanted } from './frame.ts'
import { SqliteAppender } from './sqlite-appender.ts'
import { READ_BYTES_MAX, toFrame } from './sqlite-batch.ts'
import { BLOCKED_MS_MAX, retryWhileBusy } from './sqlite-busy.ts'
import { toJournalError } from './sqlite-error.ts'
import { openJournalFile } from './sqlite-file.ts'
import { SealedReader } from './sqlite-sealed.ts'
import { trimBatches } from './sqlite-trim.ts'
import { readLastSequence, SqliteUsage } from './sqlite-usage.ts'

export interface SqliteJournalOptions {
  readonly path: string
  /**
   * Bytes in use in the file. At the limit entries that every consumer has passed go at once; without any, `append`
   * rejects with `JOURNAL_FULL`. The write-ahead log beside the file comes on top, commonly 4 MB.
   */
  readonly bytesMax?: number
  /** Milliseconds for which entries are kept after every consumer has passed them, while there is room. */
  readonly retention?: number
}

const BYTES_MAX = 16 * 1024 ** 3
const RETENTION = 7 * DAY
/** Above this share of `bytesMax` entries are trimmed before their time: what is left is room for an outage of the ingest. */
const KEPT_SHARE_MAX = 0.8

/** Opens the journal for appending, for reading or for both; processes share the file, one of them appends. */
export async function openSqliteJournal(options: SqliteJournalOptions): Promise<Journal> {
  return new SqliteJournal(openJournalFile(options.path), options)
}

class SqliteJournal implements Journal {
  readonly #database: DatabaseSync
  readonly #path: string
  readonly #bytesMax: number
  readonly #retention: number
  readonly #usage: SqliteUsage
  readonly #frames: StatementSync
  readonly #sealed: SealedReader
  readonly #advance: StatementSync
  #appender: SqliteAppender | undefined

  constructor(database: DatabaseSync, options: SqliteJournalOptions) {
    // Until it appends, a connection only moves cursors, and these may be lost in a power cut. It leaves moving
    // the write-ahead log into the file to the appender.
    database.exec(
      `PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = ${BLOCKED_MS_MAX}`,
    )
    this.#database = database
    this.#path = options.path
    this.#bytesMax = options.bytesMax ?? BYTES_MAX
    this.#retention = options.retention ?? RETENTION
    this.#usage = new SqliteUsage(database)
    // The batch that holds `after + 1`, and all behind it.
    this.#frames = database.prepare(
      `SELECT first_sequence, count, bytes FROM batch
       WHERE first_sequence >= coalesce((SELECT max(first_sequence) FROM batch WHERE first_sequence <= ?1 + 1), 0)
         AND first_sequence + count > ?1 + 1
       ORDER BY first_sequence`,
    )
    this.#sealed = new SealedReader(database)
    this.#advance = database.prepare(
      `INSERT INTO cursor VALUES (?, ?)
       ON CONFLICT DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > sequence`,
    )
  }

  async append(entries: readonly Entry[]): Promise<number> {
    return this.#run(() => {
      this.#appender ??= new SqliteAppender(this.#database, this.#bytesMax)
      return this.#appender.append(entries)
    })
  }

  async read(after: number, max: number): Promise<SequencedEntry[]> {
    return this.#run(() => this.#read({ after, max }))
  }

  async readSealed(place: SealedPlace): Promise<SealedStretch> {
    return this.#run(() => this.#sealed.read(place))
  }

  async advance(consumer: string, sequence: number): Promise<void> {
    try {
      await retryWhileBusy(() => this.#advance.run(consumer, sequence))
    } catch (error) {
      throw toJournalError(error, this.#path)
    }
  }

  async trim(now: Instant): Promise<number> {
    return this.#run(() => {
      const excessBytes = this.#usage.bytes() - KEPT_SHARE_MAX * this.#bytesMax
      return trimBatches(this.#database, { before: now - this.#retention, excessBytes })
    })
  }

  async online(): Promise<string[]> {
    const rows = this.#run(() => this.#database.prepare('SELECT device FROM online').all())
    return rows.map((row) => String(row['device']))
  }

  async status(): Promise<JournalStatus> {
    return this.#run(() => {
      const lastSequence = readLastSequence(this.#database)
      return {
        lastSequence,
        firstSequence: this.#firstSequence() ?? lastSequence + 1,
        bytes: this.#usage.bytes(),
        bytesMax: this.#bytesMax,
        cursors: this.#cursors(),
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#database.isOpen) this.#database.close()
  }

  #read(wanted: Wanted): SequencedEntry[] {
    const entries: SequencedEntry[] = []
    let bytes = 0
    try {
      for (const row of this.#frames.iterate(wanted.after)) {
        const frame = toFrame(row)
        decodeFrame(frame, wanted, entries)
        bytes += frame.bytes.length
        if (entries.length >= wanted.max || bytes >= READ_BYTES_MAX) break
      }
    } catch (error) {
      // What stands before is given out; the next read begins where this one failed.
      if (entries.length === 0) throw error
    }
    return entries
  }

  #firstSequence(): number | undefined {
    const row = this.#database.prepare('SELECT min(first_sequence) AS first FROM batch').get()
    return typeof row?.['first'] === 'number' ? row['first'] : undefined
  }

  #cursors(): Map<string, number> {
    const rows = this.#database.prepare('SELECT consumer, sequence FROM cursor').all()
    return new Map(rows.map((row) => [String(row['consumer']), Number(row['sequence'])]))
  }

  #run<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      throw toJournalError(error, this.#path)
    }
  }
}
