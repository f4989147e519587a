import { EVIDENCE_CONSUMER, type Journal } from '#store/journal/contract.ts'

export interface JournalLag {
  /** Entries that some consumer has not used yet. */
  readonly depth: number
  /** How long the oldest of them has waited; 0 when there is none. */
  readonly ageSeconds: number
  readonly bytes: number
  readonly bytesMax: number
}

export async function readJournalLag(
  journal: Pick<Journal, 'read' | 'status'>,
): Promise<JournalLag> {
  const { lastSequence, firstSequence, bytes, bytesMax, cursors } = await journal.status()
  // Trimmed entries are done with, whatever a cursor says.
  const places = [...cursors].filter(([name]) => name !== EVIDENCE_CONSUMER).map(([, at]) => at)
  const done = Math.max(firstSequence - 1, places.length === 0 ? 0 : Math.min(...places))
  const depth = Math.max(0, lastSequence - done)
  const [oldest] = depth === 0 ? [] : await journal.read(done, 1)
  const ageSeconds =
    oldest === undefined ? 0 : Math.max(0, (Date.now() - oldest.receivedAt) / 1_000)
  return { depth, ageSeconds, bytes, bytesMax }
}
