import { setTimeout as sleep } from 'node:timers/promises'

import type { Logger } from 'pino'

import { toMessage } from '#domain/error.ts'
import { DAY, MINUTE, SECOND, type Instant } from '#domain/time.ts'
import { offsetAt } from '#domain/zone.ts'
import { EVIDENCE_CONSUMER, type Journal } from '#store/journal/contract.ts'

import { removeOldArchives } from './archive-retention.ts'
import { writeArchive } from './archive-write.ts'
import { openEvidenceFile } from './evidence-file.ts'
import { EvidenceReader, LOG_NAMES, type LogName } from './evidence-reader.ts'
import { HeadWriter } from './head-writer.ts'
import { LogWriter } from './log-writer.ts'
import { recordJournal } from './record-journal.ts'
import { recordRecords, type RecordSource } from './record-source.ts'
import type { SigningKey } from './signing-key.ts'
import { TimeStamper } from './time-stamper.ts'

export interface RecorderOptions {
  /** evidence.db. */
  readonly path: string
  readonly archiveFolder: string
  readonly journal: Journal
  /** What people and partners recorded; without it that log stays empty. */
  readonly records?: RecordSource
  readonly key: SigningKey
  /** Zone whose midnight ends a day. */
  readonly timezone: string
  /** Milliseconds for which archived entries are kept; null = for ever. */
  readonly retention: number | null
  /** Bytes of entries that wait for midnight at most; then they are archived at once. */
  readonly waitingBytesMax: number
  /** Of a time-stamp authority (RFC 3161); '' = none is asked. */
  readonly timeStampUrl: string
  /** Milliseconds. */
  readonly recordEvery?: number
  readonly log: Logger
}

export interface RecorderHealth {
  readonly ok: boolean
  readonly detail: Readonly<Record<string, unknown>>
}

/** Entries wait for their hash so long, or until so many wait: a commit a message would wear out a memory card. */
const RECORD_EVERY = 10 * SECOND
const WAITING_MAX = 1_000
const LOOK_EVERY = SECOND
const FAILURE_REST = 10 * SECOND
const LOG_EVERY = MINUTE

/**
 * Writes the logs: hashes what the journal (and whoever keeps records) holds, signs a head each midnight and when somebody wishes
 * for one, archives the entries that it covers. The journal keeps what is not archived yet. What fails is tried again; readings do not wait for it.
 */
export class Recorder implements AsyncDisposable {
  readonly #options: RecorderOptions
  readonly #stack = new DisposableStack()
  readonly #reader: EvidenceReader
  readonly #heads: HeadWriter
  readonly #logs: Readonly<Record<LogName, LogWriter>>
  readonly #stamper: TimeStamper
  readonly #stop = new AbortController()
  readonly #running: Promise<void>
  #recordedAt: Instant = 0
  #problem: string | undefined
  #loggedAt: Instant = 0

  private constructor(options: RecorderOptions) {
    const database = openEvidenceFile(options.path)
    this.#options = options
    this.#reader = this.#stack.use(new EvidenceReader(database))
    this.#heads = new HeadWriter(database, options.key)
    this.#logs = {
      journal: new LogWriter(database, 'journal'),
      records: new LogWriter(database, 'records'),
    }
    this.#stamper = new TimeStamper(database, options)
    this.#running = this.#run()
  }

  /** Throws a NguonError when evidence.db cannot be used. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    const { journal } = options
    const { firstSequence, cursors } = await journal.status()
    // From now on the journal keeps what is not archived.
    if (!cursors.has(EVIDENCE_CONSUMER)) await journal.advance(EVIDENCE_CONSUMER, firstSequence - 1)
    return new Recorder(options)
  }

  health(): RecorderHealth {
    const { size, number } = this.#logs.journal.progress
    const lastHead = this.#reader.lastHead('journal')?.head
    const detail = {
      size,
      sequence: number,
      headAt: lastHead?.at ?? null,
      ...(this.#problem !== undefined && { problem: this.#problem }),
    }
    return { ok: this.#problem === undefined, detail }
  }

  /** Hashes what there is, then stops. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#running
    this.#stack[Symbol.dispose]()
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      const rest = await this.#try(() => this.#turn(Date.now()))
      await sleep(rest, undefined, { signal }).catch(() => undefined)
    }
    await this.#try(() => this.#recordAll())
  }

  async #try(work: () => Promise<void>): Promise<number> {
    try {
      await work()
      this.#problem = undefined
      return LOOK_EVERY
    } catch (error) {
      this.#complain(error)
      return FAILURE_REST
    }
  }

  async #turn(now: Instant): Promise<void> {
    const due = LOG_NAMES.map((name) => this.#dueHead(name, now))
    const isIdle = due.every((reason) => reason === 'none')
    if (isIdle && !(await this.#isTimeToRecord(now))) return
    await this.#recordAll()
    this.#recordedAt = now
    for (const name of LOG_NAMES) await this.#signDue(name, now)
    await this.#stamper.stampLast(now)
    await this.#options.journal.advance(
      EVIDENCE_CONSUMER,
      this.#logs.journal.progress.archivedNumber,
    )
  }

  async #isTimeToRecord(now: Instant): Promise<boolean> {
    const { recordEvery = RECORD_EVERY, journal } = this.#options
    if (now - this.#recordedAt >= recordEvery) return true
    const { lastSequence } = await journal.status()
    return lastSequence - this.#logs.journal.progress.number >= WAITING_MAX
  }

  #dueHead(name: LogName, now: Instant): 'none' | 'asked' | 'midnight' {
    const last = this.#reader.lastHead(name)
    const isEmpty = this.#logs[name].progress.size === 0
    if (last !== undefined && this.#dayOf(Date.parse(last.head.at)) < this.#dayOf(now)) {
      return 'midnight'
    }
    // The first leaves are signed at once: there is something to compare with from the beginning.
    const isFirst = last === undefined && !isEmpty
    return isFirst || this.#reader.wishes().has(name) ? 'asked' : 'none'
  }

  async #signDue(name: LogName, now: Instant): Promise<void> {
    const due = this.#dueHead(name, now)
    if (due === 'midnight') await this.#endDay(name, now)
    else if (due === 'asked') this.#heads.sign(this.#logs[name], now, null)
  }

  #dayOf(at: Instant): number {
    return Math.floor((at + offsetAt(this.#options.timezone, at)) / DAY)
  }

  async #recordAll(): Promise<void> {
    const { journal, records, waitingBytesMax } = this.#options
    let count = 1
    while (count > 0) {
      const startedAt = performance.now()
      count = await recordJournal(journal, this.#logs.journal)
      if (this.#logs.journal.progress.waitingBytes >= waitingBytesMax)
        await this.#archive(Date.now())
      // The process has other work, and half of the time for it.
      if (count > 0) await sleep(performance.now() - startedAt)
    }
    if (records !== undefined) await this.#recordRecords(records)
  }

  async #recordRecords(records: RecordSource): Promise<void> {
    let count = 1
    while (count > 0) count = await recordRecords(records, this.#logs.records)
  }

  async #endDay(name: LogName, now: Instant): Promise<void> {
    if (name === 'journal') await this.#archive(now)
    else this.#heads.sign(this.#logs[name], now, null)
    const { archiveFolder, retention } = this.#options
    if (retention !== null) await removeOldArchives(this.#reader, archiveFolder, now - retention)
  }

  /** A head over all there is, and the file of what is not in one yet. */
  async #archive(now: Instant): Promise<void> {
    const { journal, archiveFolder: folder, timezone } = this.#options
    const writer = this.#logs.journal
    const { archivedNumber: after, number: through } = writer.progress
    const options = { folder, journal, timezone, reader: this.#reader }
    const archive = after < through ? await writeArchive(options, { after, through }) : null
    const { head } = this.#heads.sign(writer, now, archive)
    await journal.advance(EVIDENCE_CONSUMER, writer.progress.archivedNumber)
    if (head.findings.length === 0) return
    this.#options.log.error(
      { head: head.number, findings: head.findings },
      'the journal is not what it was',
    )
  }

  #complain(error: unknown): void {
    this.#problem = toMessage(error)
    if (Date.now() - this.#loggedAt < LOG_EVERY) return
    this.#loggedAt = Date.now()
    this.#options.log.warn({ err: error }, 'evidence was not written; tried again')
  }
}
