import type { ItemName } from '#domain/trace/batch.ts'
import type { Hold, TraceReads } from '#store/trace/contract.ts'

import { listAllContents } from './contents.ts'
import { findUri } from './item-uri.ts'
import { walk } from './walk.ts'

export interface HeldItem {
  /** What was asked about. */
  readonly item: ItemName
  /** Of it, or of something that it came from. */
  readonly hold: Hold
}

/** The holds in force that reach these items: their own, and those of all that they were made from. */
export async function findHolds(
  store: TraceReads,
  items: readonly ItemName[],
): Promise<HeldItem[]> {
  const holds = await listHeld(store)
  const found: HeldItem[] = []
  for (const item of holds.length === 0 ? [] : items) {
    const start = await findUri(store, item)
    const origins = start === undefined ? undefined : await walk(store, start, 'up')
    for (const { hold, uris } of holds) {
      const isReached = hold.item === item || uris.some((uri) => origins?.has(uri))
      if (isReached) found.push({ item, hold })
    }
  }
  return found
}

/** With the names of what is held: of a case or a pallet also of what is in it. */
async function listHeld(store: TraceReads) {
  const holds = await store.holdsInForce()
  return await Promise.all(
    holds.map(async (hold) => {
      const items = await listAllContents(store, [hold.item])
      const uris = await Promise.all(items.map((item) => findUri(store, item)))
      return { hold, uris: uris.filter((uri) => uri !== undefined) }
    }),
  )
}
