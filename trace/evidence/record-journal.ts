import type { Journal, SequencedEntry } from '#store/journal/contract.ts'
import { DamagedEntries } from '#store/journal/damaged-entries.ts'

import { encodeJournalLeaf } from './leaf.ts'
import type { Finding, LogWriter } from './log-writer.ts'
import { hashLeaf, type Hash } from './merkle.ts'

/** Hashes the next few thousand entries of the journal into the log; how many it were. What it found out of order is written with them. */
export async function recordJournal(journal: Journal, writer: LogWriter): Promise<number> {
  const { lastSequence } = await journal.status()
  if (lastSequence < writer.progress.number) writer.restart(lastSequence)
  const { number, seal } = writer.progress
  try {
    const { entries, place, breaks } = await journal.readSealed({ sequence: number, seal })
    const firstNumber = entries[0]?.sequence
    if (firstNumber === undefined) return 0
    const findings = breaks.map((sequence) => toBreak(sequence, place.sequence))
    writer.append({ ...hashAll(entries), firstNumber, seal: place.seal, findings })
    return entries.length
  } catch (error) {
    if (!(error instanceof DamagedEntries)) throw error
    return recordDamage(error, writer)
  }
}

function toBreak(firstNumber: number, lastNumber: number): Finding {
  return { kind: 'seal', firstNumber, lastNumber }
}

function hashAll(entries: readonly SequencedEntry[]) {
  let bytes = 0
  const hashes = entries.map((entry): Hash => {
    const leaf = encodeJournalLeaf(entry)
    bytes += leaf.length
    return hashLeaf(leaf)
  })
  return { hashes, bytes }
}

/** Each lost entry keeps its place in the log: a leaf that says that it was there. */
function recordDamage({ lastSequence }: DamagedEntries, writer: LogWriter): number {
  const firstNumber = writer.progress.number + 1
  const hashes: Hash[] = []
  for (let sequence = firstNumber; sequence <= lastSequence; sequence++) {
    hashes.push(hashLeaf(encodeJournalLeaf({ kind: 'damaged', sequence })))
  }
  const findings = [{ kind: 'damaged', firstNumber, lastNumber: lastSequence }] as const
  writer.append({ hashes, firstNumber, seal: null, findings, bytes: 0 })
  return hashes.length
}
