import type { ItemName } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'
import type { OperationQuery, TraceReads } from '#store/trace/contract.ts'

import { listAllContents } from './contents.ts'
import { findUri } from './item-uri.ts'
import { walk } from './walk.ts'

const PAGE = 500

/** The recalls that reach a batch: of itself, of a unit that holds it, and of all that it was made from. */
export async function findRecalls(store: TraceReads, item: ItemName): Promise<Operation[]> {
  const recalls = await listRecalls(store)
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

async function listRecalls(store: TraceReads): Promise<Operation[]> {
  const recalls: Operation[] = []
  let page: Operation[]
  let after: OperationQuery['after']
  do {
    const query = { kind: 'recalling', limit: PAGE }
    page = await store.operations(after === undefined ? query : { ...query, after })
    recalls.push(...page)
    const last = page.at(-1)
    after = last && { at: last.at, id: last.id }
  } while (page.length === PAGE)
  return recalls
}
