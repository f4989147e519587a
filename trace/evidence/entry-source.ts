import path from 'node:path'

import type { Journal } from '#store/journal/contract.ts'
import { DamagedEntries } from '#store/journal/damaged-entries.ts'

import { readArchive } from './archive-read.ts'
import type { EvidenceReader } from './evidence-reader.ts'
import { decodeJournalLeaf, encodeJournalLeaf, type JournalLeaf } from './leaf.ts'

export interface EntrySource {
  readonly journal: Pick<Journal, 'read' | 'status'>
  readonly reader: EvidenceReader
  readonly archiveFolder: string
}

/** An entry and the bytes that were hashed. */
export interface RawEntry {
  readonly leaf: JournalLeaf
  readonly bytes: Uint8Array
}

const READ_MAX = 1_000

/** The entries of `first` to `last` that are kept, in order: from the archive what the journal has trimmed, the others from the journal. */
export async function* readEntries(
  source: EntrySource,
  first: number,
  last: number,
): AsyncGenerator<RawEntry> {
  const { firstSequence } = await source.journal.status()
  if (first < firstSequence) yield* fromArchive(source, first, Math.min(last, firstSequence - 1))
  if (last >= firstSequence) yield* fromJournal(source, Math.max(first, firstSequence), last)
}

async function* fromArchive(
  { reader, archiveFolder }: EntrySource,
  first: number,
  last: number,
): AsyncGenerator<RawEntry> {
  for (const { name } of reader.archives(first, last)) {
    for await (const bytes of readArchive(path.join(archiveFolder, name))) {
      const leaf = decodeJournalLeaf(bytes)
      if (leaf !== undefined && leaf.sequence >= first && leaf.sequence <= last) {
        yield { leaf, bytes }
      }
    }
  }
}

async function* fromJournal(
  { journal }: EntrySource,
  first: number,
  last: number,
): AsyncGenerator<RawEntry> {
  let after = first - 1
  while (after < last) {
    const leaves = await readLeaves(journal, after, Math.min(READ_MAX, last - after))
    if (leaves.length === 0) return
    for (const leaf of leaves) {
      if (leaf.sequence <= last) yield { leaf, bytes: encodeJournalLeaf(leaf) }
      after = leaf.sequence
    }
  }
}

async function readLeaves(
  journal: Pick<Journal, 'read'>,
  after: number,
  max: number,
): Promise<readonly JournalLeaf[]> {
  try {
    return await journal.read(after, max)
  } catch (error) {
    if (!(error instanceof DamagedEntries)) throw error
    return Array.from({ length: error.lastSequence - after }, (_, index) => {
      return { kind: 'damaged', sequence: after + 1 + index } as const
    })
  }
}
