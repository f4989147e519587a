import type { ItemName } from '#domain/trace/batch.ts'
import type { Hold, TraceReads } from '#store/trace/contract.ts'

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
  const holds = await store.holdsInForce()
  if (holds.length === 0) return []
  const uris = await Promise.all(holds.map(({ item }) => findUri(store, item)))
  const found: HeldItem[] = []
  for (const item of items) {
    const start = await findUri(store, item)
    const origins = start === undefined ? undefined : await walk(store, start, 'up')
    holds.forEach((hold, index) => {
      const uri = uris[index]
      if (hold.item === item || (uri !== undefined && origins?.has(uri))) found.push({ item, hold })
    })
  }
  return found
}
