import type { DatabaseSync, StatementSync } from 'node:sqlite'

import type { SealedPlace, SealedStretch, SequencedEntry } from './contract.ts'
import { decodeFrame } from './frame.ts'
import { sealCommit } from './seal.ts'
import { READ_BYTES_MAX, toFrame } from './sqlite-batch.ts'

const ENTRIES_MAX = 4_000

/** Reads whole commits and follows their seals. */
export class SealedReader {
  readonly #batches: StatementSync

  constructor(database: DatabaseSync) {
    this.#batches = database.prepare(
      `SELECT first_sequence, count, bytes, seal FROM batch WHERE first_sequence > ? ORDER BY first_sequence`,
    )
  }

  read(from: SealedPlace): SealedStretch {
    const entries: SequencedEntry[] = []
    const breaks: number[] = []
    let [place, bytes] = [from, 0]
    try {
      for (const row of this.#batches.iterate(from.sequence)) {
        const frame = toFrame(row)
        decodeFrame(frame, { after: place.sequence, max: Infinity }, entries)
        const seal = row['seal'] instanceof Uint8Array ? row['seal'] : null
        if (!follows(place, frame.firstSequence, { seal, bytes: frame.bytes })) {
          breaks.push(frame.firstSequence)
        }
        place = { sequence: frame.firstSequence + frame.count - 1, seal }
        bytes += frame.bytes.length
        if (entries.length >= ENTRIES_MAX || bytes >= READ_BYTES_MAX) break
      }
    } catch (error) {
      // What stands before is given out; the next read begins where this one failed.
      if (entries.length === 0) throw error
    }
    return { entries, place, breaks }
  }
}

interface SealedFrame {
  readonly seal: Uint8Array | null
  readonly bytes: Uint8Array
}

function follows(place: SealedPlace, firstSequence: number, { seal, bytes }: SealedFrame): boolean {
  if (place.seal === null) return true
  if (seal === null || firstSequence !== place.sequence + 1) return false
  return Buffer.compare(seal, sealCommit(place.seal, firstSequence, bytes)) === 0
}
