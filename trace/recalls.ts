import type { ItemName } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'
import type { TraceReads } from '#store/trace/contract.ts'

import { listAllOperations } from './all-operations.ts'
import { listAllContents } from './contents.ts'
import { findUri } from './item-uri.ts'
import { walk } from './walk.ts'

/** The recalls that reach a batch: of itself, of a unit that holds it, and of all that it was made from. */
export async function findRecalls(store: TraceReads, item: ItemName): Promise<Operation[]> {
  const recalls = await Array.fromAsync(listAllOperations(store, { kind: 'recalling' }))
  const uri = await findUri(store, item)
  if (recalls.length === 0 || uri === undefined) return []
  const nodes = await walk(store, uri, 'up')
  const origins = new Set([item, ...(await store.itemsOf([...nodes.keys()])).values()])
  const found: Operation[] = []
  for (const recall of recalls) {
    const named = recall.items.map((one) => one.item)
    const recalled = await listAllContents(store, named)
    if (recalled.some((one) => origins.has(one))) found.push(recall)
  }
  return found
}
