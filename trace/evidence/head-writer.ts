import type { DatabaseSync } from 'node:sqlite'

import { NguonError } from '#domain/error.ts'
import type { Instant } from '#domain/time.ts'

import type { WrittenArchive } from './archive-write.ts'
import { inTransaction } from './evidence-file.ts'
import { EvidenceReader, type Progress } from './evidence-reader.ts'
import { HEAD_TYPE, hashHead, signHead, type SignedHead, type TreeHead } from './head.ts'
import type { LogWriter } from './log-writer.ts'
import { verifyConsistency } from './merkle-verify.ts'
import { EMPTY_ROOT } from './merkle.ts'
import type { SigningKey } from './signing-key.ts'

/** One head names no more; what is left over the next one names. */
const FINDINGS_MAX = 1_000

/** Signs heads of the logs, each chained to the one before. */
export class HeadWriter {
  readonly #database: DatabaseSync
  readonly #reader: EvidenceReader
  readonly #key: SigningKey

  constructor(database: DatabaseSync, key: SigningKey) {
    this.#database = database
    this.#reader = new EvidenceReader(database)
    this.#key = key
  }

  /**
   * Signs what the log holds, and with it the archived file. Throws a NguonError `EVIDENCE_INCONSISTENT`, and signs nothing, when
   * the hashes on disk do not continue what was signed before.
   */
  sign(writer: LogWriter, at: Instant, archive: WrittenArchive | null): SignedHead {
    const last = this.#reader.lastHead(writer.name)
    this.#requireConsistent(writer, last)
    const { signed, progress } = inTransaction(this.#database, () => {
      const archived = archive === null ? writer.progress : this.#insertArchive(writer, archive)
      const next = signHead(this.#toHead(writer, { last, at, archive }), this.#key)
      this.#insert(next, at)
      return { signed: next, progress: archived }
    })
    writer.adopt(progress)
    return signed
  }

  #requireConsistent({ name, root, progress: { size } }: LogWriter, last?: SignedHead): void {
    const stored = this.#reader.root(name, size)
    const before = last
      ? { size: last.head.size, root: Buffer.from(last.head.root, 'hex') }
      : { size: 0, root: EMPTY_ROOT }
    const proof = before.size <= size ? this.#reader.consistency(name, before.size, size) : []
    const isSame = Buffer.compare(stored, root) === 0
    if (isSame && verifyConsistency(before, { size, root }, proof)) return
    throw new NguonError(
      'EVIDENCE_INCONSISTENT',
      `the log '${name}' (${size} leaves) does not continue head ${last?.head.number ?? 0} (${before.size} leaves): evidence.db was changed or damaged; restore it from a backup`,
    )
  }

  #toHead({ name, root, progress }: LogWriter, next: NextHead): TreeHead {
    const { last, at, archive } = next
    return {
      type: HEAD_TYPE,
      log: name,
      number: (last?.head.number ?? 0) + 1,
      size: progress.size,
      root: Buffer.from(root).toString('hex'),
      at: new Date(at).toISOString(),
      previous: last ? hashHead(last.body) : null,
      key: this.#key.publicKey.id,
      archive: archive === null ? null : archive.described,
      findings: this.#findings(name),
    }
  }

  #findings(log: string): TreeHead['findings'] {
    const rows = this.#database
      .prepare(
        `SELECT kind, first_number, last_number FROM finding WHERE log = ? AND head IS NULL ORDER BY id LIMIT ${FINDINGS_MAX}`,
      )
      .all(log)
    return rows.map((row) => ({
      kind: row['kind'] as TreeHead['findings'][number]['kind'],
      firstNumber: Number(row['first_number']),
      lastNumber: Number(row['last_number']),
    }))
  }

  #insert({ head, body, signature }: SignedHead, at: Instant): void {
    const { log, number, size } = head
    const { id, spki } = this.#key.publicKey
    const run = (sql: string, ...values: readonly (string | number | Uint8Array)[]) =>
      this.#database.prepare(sql).run(...values)
    run('INSERT OR IGNORE INTO key (id, spki) VALUES (?, ?)', id, spki)
    run('INSERT INTO head VALUES (?, ?, ?, ?, ?, NULL)', log, number, size, body, signature)
    run(
      `UPDATE finding SET head = ? WHERE id IN (
         SELECT id FROM finding WHERE log = ? AND head IS NULL ORDER BY id LIMIT ${FINDINGS_MAX})`,
      number,
      log,
    )
    run('DELETE FROM wish WHERE log = ? AND at <= ?', log, at)
  }

  #insertArchive(writer: LogWriter, { described, lastAt, findings }: WrittenArchive): Progress {
    const { name, firstSequence, lastSequence } = described
    writer.note(findings)
    this.#database
      .prepare(
        'INSERT INTO archive (name, first_sequence, last_sequence, last_at) VALUES (?, ?, ?, ?)',
      )
      .run(name, firstSequence, lastSequence, lastAt)
    return writer.toArchived(lastSequence)
  }
}

interface NextHead {
  readonly last: SignedHead | undefined
  readonly at: Instant
  readonly archive: WrittenArchive | null
}
