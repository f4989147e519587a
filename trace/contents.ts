import { isSsccName, type ItemName } from '#domain/trace/batch.ts'
import type { TraceReads } from '#store/trace/contract.ts'

/** The items, and all that is in them now. */
export async function listAllContents(
  store: TraceReads,
  items: readonly ItemName[],
): Promise<ItemName[]> {
  const seen = new Set<ItemName>()
  const open = [...items]
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (seen.has(item)) continue
    seen.add(item)
    if (isSsccName(item)) open.push(...(await store.contents(item)))
  }
  return [...seen]
}
