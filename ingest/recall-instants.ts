import type { Journal } from '#store/journal/contract.ts'
import { DamagedEntries } from '#store/journal/damaged-entries.ts'

import { createBatch } from './batch.ts'
import { date, type DateContext } from './date.ts'
import { decode } from './decode.ts'
import { nextReadMax, toPortions } from './portion.ts'

/**
 * Entries before the place that are looked at again. A device whose messages overlapped without a pause for longer than
 * this may get other instants for what follows, when the ingest starts in the middle of it.
 */
const ENTRIES_MAX = 4_000

/**
 * Dates what is done already, for nothing but its instants: what comes next is dated as it would have been without the stop.
 * Called again after a failure it goes on where it was. What is damaged was given up before, or says no more.
 */
export function createRecall(
  journal: Journal,
  place: number,
  context: DateContext,
): () => Promise<void> {
  let after = Math.max(0, place - ENTRIES_MAX)
  let readMax = nextReadMax([])
  return async () => {
    while (after < place) {
      const { entries, through } = await read(journal, after, Math.min(readMax, place - after))
      for (const portion of toPortions(entries)) {
        const batch = createBatch(portion)
        decode(batch)
        date(batch, context)
      }
      after = through ?? place
      readMax = nextReadMax(entries)
    }
  }
}

async function read(journal: Journal, after: number, max: number) {
  try {
    const entries = await journal.read(after, max)
    return { entries, through: entries.at(-1)?.sequence }
  } catch (error) {
    if (!(error instanceof DamagedEntries)) throw error
    return { entries: [], through: error.lastSequence }
  }
}
