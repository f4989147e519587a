import type { DatabaseSync } from 'node:sqlite'

import { NguonError } from '#domain/error.ts'

import { inTransaction } from './evidence-file.ts'
import { readProgress, type LogName, type Progress } from './evidence-reader.ts'
import { resumeFrontier, type Frontier } from './frontier.ts'
import type { Hash } from './merkle.ts'
import { TileNodes, TileWriter } from './tiles.ts'

/** What an auditor should know of a stretch of numbers; signed with the next tree head. */
export interface Finding {
  /**
   * `damaged`: the bytes were lost on disk before they were hashed. `seal`: the journal's seals do not lead here. `restored`: the journal
   * was put back to an earlier state, and these numbers were given again. `altered`: what the journal holds now is not what was hashed.
   */
  readonly kind: 'damaged' | 'seal' | 'restored' | 'altered'
  readonly firstNumber: number
  readonly lastNumber: number
}

export interface Appended {
  /** Of entries with consecutive numbers. */
  readonly hashes: readonly Hash[]
  /** Of the first of them. */
  readonly firstNumber: number
  /** Of the journal's last commit among them. */
  readonly seal: Uint8Array | null
  readonly findings: readonly Finding[]
  /** What the leaves have together. */
  readonly bytes: number
}

/** One log, as the one process that writes it holds it. */
export class LogWriter {
  readonly name: LogName
  readonly #database: DatabaseSync
  readonly #tiles: TileWriter
  #progress: Progress
  #frontier: Frontier

  constructor(database: DatabaseSync, name: LogName) {
    this.name = name
    this.#database = database
    this.#tiles = new TileWriter(database, name)
    this.#progress = readProgress(database, name)
    this.#frontier = this.#resume()
  }

  get progress(): Progress {
    return this.#progress
  }

  get root(): Hash {
    return this.#frontier.root()
  }

  /** On disk when it returns; nothing of it when it throws. */
  append(appended: Appended): void {
    const { hashes, firstNumber, seal, bytes } = appended
    const before = this.#progress
    for (const hash of hashes) {
      this.#frontier.append(hash, (level, position, node) => this.#tiles.add(level, position, node))
    }
    const progress = {
      ...before,
      size: before.size + hashes.length,
      number: firstNumber + hashes.length - 1,
      seal,
      waitingBytes: before.waitingBytes + bytes,
    }
    try {
      inTransaction(this.#database, () => this.#write(appended, progress))
      this.#progress = progress
    } catch (error) {
      this.#frontier = this.#resume()
      throw error
    }
  }

  /** The journal was put back to `number`: what comes next is given the numbers behind it again. */
  restart(number: number): void {
    const before = this.#progress
    const archivedNumber = Math.min(before.archivedNumber, number)
    const progress = { ...before, number, seal: null, archivedNumber }
    const lost = { kind: 'restored', firstNumber: number + 1, lastNumber: before.number } as const
    inTransaction(this.#database, () => {
      this.note([lost])
      this.#save(progress)
    })
    this.#progress = progress
  }

  /** Everything through `number` is archived. Within a transaction of the caller, who calls `adopt` when that is done. */
  toArchived(number: number): Progress {
    const progress = { ...this.#progress, archivedNumber: number, waitingBytes: 0 }
    this.#save(progress)
    return progress
  }

  adopt(progress: Progress): void {
    this.#progress = progress
  }

  note(findings: readonly Finding[]): void {
    const insert = this.#database.prepare(
      'INSERT INTO finding (log, kind, first_number, last_number) VALUES (?, ?, ?, ?)',
    )
    for (const { kind, firstNumber, lastNumber } of findings) {
      insert.run(this.name, kind, firstNumber, lastNumber)
    }
  }

  #write({ firstNumber, findings }: Appended, progress: Progress): void {
    if (this.#beginsStretch(firstNumber)) {
      this.#database
        .prepare('INSERT INTO stretch VALUES (?, ?, ?)')
        .run(this.name, this.#progress.size, firstNumber)
    }
    this.#tiles.write()
    this.note(findings)
    this.#save(progress)
  }

  /** Also behind a restart, where the numbers go on but not from the leaf before. */
  #beginsStretch(firstNumber: number): boolean {
    const last = this.#database
      .prepare(
        'SELECT first_index, first_number FROM stretch WHERE log = ? ORDER BY first_index DESC LIMIT 1',
      )
      .get(this.name)
    const offset = Number(last?.['first_number']) - Number(last?.['first_index'])
    return firstNumber - this.#progress.size !== offset
  }

  #save({ size, number, seal, archivedNumber, waitingBytes }: Progress): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO log VALUES (?, ?, ?, ?, ?, ?)')
      .run(this.name, size, number, seal, archivedNumber, waitingBytes)
  }

  #resume(): Frontier {
    const nodes = new TileNodes(this.#database, this.name)
    try {
      return resumeFrontier(this.#progress.size, (level, position) => nodes.node(level, position))
    } catch (error) {
      throw new NguonError(
        'EVIDENCE_DAMAGED',
        `the log '${this.name}' lacks hashes of its ${this.#progress.size} leaves: restore evidence.db from a backup`,
        { cause: error },
      )
    }
  }
}
