import type { Journal } from '#store/journal/contract.ts'

import { createBatch } from './batch.ts'
import { date, type DateContext } from './date.ts'
import { decode } from './decode.ts'
import { nextReadMax, toPortions } from './portion.ts'

/**
 * Entries before the place that are looked at again. A device whose messages overlapped without a pause for longer than
 * this may get other instants for what follows, when the ingest starts in the middle of it.
 */
const ENTRIES_MAX = 4_000

/** Dates what is done already, for nothing but its instants: what comes next is dated as it would have been without the stop. */
export async function recallInstants(
  journal: Journal,
  place: number,
  context: DateContext,
): Promise<void> {
  let after = Math.max(0, place - ENTRIES_MAX)
  let readMax = nextReadMax([])
  while (after < place) {
    const entries = await journal.read(after, Math.min(readMax, place - after))
    const done = entries.filter(({ sequence }) => sequence <= place)
    for (const portion of toPortions(done)) {
      const batch = createBatch(portion)
      decode(batch)
      date(batch, context)
    }
    after = entries.at(-1)?.sequence ?? place
    readMax = nextReadMax(entries)
  }
}
