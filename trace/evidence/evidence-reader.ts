import type { DatabaseSync, StatementSync } from 'node:sqlite'

import type { Instant } from '#domain/time.ts'

import { openEvidenceFile } from './evidence-file.ts'
import { parseHead, type SignedHead } from './head.ts'
import { consistencyProof, inclusionProof, rootOf, type Hash, type Nodes } from './merkle.ts'
import { TileNodes } from './tiles.ts'

export const LOG_NAMES = ['journal', 'records'] as const
export type LogName = (typeof LOG_NAMES)[number]

/** How far a log is. */
export interface Progress {
  /** Leaves. */
  readonly size: number
  /** Of the last leaf in its store; 0 when there is none. */
  readonly number: number
  readonly seal: Uint8Array | null
  /** Through which entries are archived. */
  readonly archivedNumber: number
  /** Of the leaves behind it. */
  readonly waitingBytes: number
}

const NOTHING: Progress = { size: 0, number: 0, seal: null, archivedNumber: 0, waitingBytes: 0 }

export interface HeadQuery {
  /** Heads with higher numbers. */
  readonly after: number
  readonly limit: number
}

export interface ArchivedDay {
  readonly name: string
  readonly firstSequence: number
  readonly lastSequence: number
}

/** The logs for whoever asks: proofs, heads, keys. Whoever opened it closes it. */
export class EvidenceReader implements Disposable {
  readonly #database: DatabaseSync
  readonly #stretch: StatementSync
  readonly #nodes: Readonly<Record<LogName, TileNodes>>

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#stretch = database.prepare(
      `SELECT first_index, first_number,
         coalesce((SELECT min(n.first_index) FROM stretch n WHERE n.log = s.log AND n.first_index > s.first_index),
           (SELECT size FROM log WHERE name = s.log)) AS end_index
       FROM stretch s WHERE log = ?1 AND first_number <= ?2
         AND ?2 - first_number < end_index - first_index
       ORDER BY first_index DESC LIMIT 1`,
    )
    this.#nodes = {
      journal: new TileNodes(database, 'journal'),
      records: new TileNodes(database, 'records'),
    }
  }

  progress(log: LogName): Progress {
    return readProgress(this.#database, log)
  }

  nodes(log: LogName): Nodes {
    return this.#nodes[log]
  }

  /** Of the first `size` leaves. */
  root(log: LogName, size: number): Hash {
    return rootOf(this.#nodes[log], size)
  }

  leaf(log: LogName, index: number): Hash {
    return this.#nodes[log].node(0, index)
  }

  inclusion(log: LogName, index: number, size: number): Hash[] {
    return inclusionProof(this.#nodes[log], index, size)
  }

  consistency(log: LogName, first: number, second: number): Hash[] {
    return consistencyProof(this.#nodes[log], first, second)
  }

  /** Where the leaf of a number stands; where a number was given twice (a journal put back) the later. */
  indexOf(log: LogName, number: number): number | undefined {
    const stretch = this.#stretch.get(log, number)
    if (stretch === undefined) return undefined
    return Number(stretch['first_index']) + number - Number(stretch['first_number'])
  }

  heads(log: LogName, { after, limit }: HeadQuery): SignedHead[] {
    const rows = this.#database
      .prepare('SELECT * FROM head WHERE log = ? AND number > ? ORDER BY number LIMIT ?')
      .all(log, after, limit)
    return rows.map(toSignedHead)
  }

  lastHead(log: LogName): SignedHead | undefined {
    const row = this.#database
      .prepare('SELECT * FROM head WHERE log = ? ORDER BY number DESC LIMIT 1')
      .get(log)
    return row && toSignedHead(row)
  }

  /** The first head that covers so many leaves. */
  headOver(log: LogName, size: number): SignedHead | undefined {
    const row = this.#database
      .prepare('SELECT * FROM head WHERE log = ? AND size >= ? ORDER BY number LIMIT 1')
      .get(log, size)
    return row && toSignedHead(row)
  }

  /** The public keys that heads were signed with, DER (SubjectPublicKeyInfo) by id, the newest last. */
  keys(): ReadonlyMap<string, Uint8Array> {
    const rows = this.#database.prepare('SELECT id, spki FROM key ORDER BY added').all()
    return new Map(rows.map(({ id, spki }) => [String(id), toBytes(spki)]))
  }

  /** Archived files that are kept and hold entries of these, in order. */
  archives(firstSequence: number, lastSequence: number): ArchivedDay[] {
    const rows = this.#database
      .prepare(
        `SELECT name, first_sequence, last_sequence FROM archive
         WHERE is_removed = 0 AND first_sequence <= ?2 AND last_sequence >= ?1 ORDER BY first_sequence`,
      )
      .all(firstSequence, lastSequence)
    return rows.map((row) => ({
      name: String(row['name']),
      firstSequence: Number(row['first_sequence']),
      lastSequence: Number(row['last_sequence']),
    }))
  }

  /** Where to begin to look for what came since: entries before it came earlier. */
  firstSequenceSince(at: Instant): number {
    const last = this.#database
      .prepare('SELECT max(last_sequence) AS sequence FROM archive WHERE last_at < ?')
      .get(at)
    return Number(last?.['sequence'] ?? 0) + 1
  }

  /** Asks the process that writes the log for a head over what there is. The only thing that others write. */
  wish(log: LogName, at: Instant): void {
    this.#database.prepare('INSERT OR REPLACE INTO wish VALUES (?, ?)').run(log, at)
  }

  /** Logs of which somebody wants a head now. */
  wishes(): ReadonlySet<string> {
    return new Set(
      this.#database
        .prepare('SELECT log FROM wish')
        .all()
        .map(({ log }) => String(log)),
    )
  }

  archivesBefore(at: Instant): string[] {
    const rows = this.#database
      .prepare('SELECT name FROM archive WHERE is_removed = 0 AND last_at < ? ORDER BY name')
      .all(at)
    return rows.map(({ name }) => String(name))
  }

  markRemoved(name: string): void {
    this.#database.prepare('UPDATE archive SET is_removed = 1 WHERE name = ?').run(name)
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close()
  }
}

/** Makes the file when there is none yet. */
export function openEvidenceReader(path: string): EvidenceReader {
  return new EvidenceReader(openEvidenceFile(path))
}

export function readProgress(database: DatabaseSync, log: LogName): Progress {
  const row = database.prepare('SELECT * FROM log WHERE name = ?').get(log)
  if (row === undefined) return NOTHING
  return {
    size: Number(row['size']),
    number: Number(row['number']),
    seal: row['seal'] instanceof Uint8Array ? row['seal'] : null,
    archivedNumber: Number(row['archived_number']),
    waitingBytes: Number(row['waiting_bytes']),
  }
}

function toSignedHead(row: Record<string, unknown>): SignedHead {
  const body = String(row['body'])
  const timeStamp = row['time_stamp'] instanceof Uint8Array ? row['time_stamp'] : null
  return { body, head: parseHead(body), signature: String(row['signature']), timeStamp }
}

function toBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new TypeError('a key is no BLOB')
}
