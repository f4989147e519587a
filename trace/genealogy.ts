import type { BaseUnit } from '#domain/trace/amount.ts'
import type { ItemName } from '#domain/trace/batch.ts'
import type { Link, TraceReads } from '#store/trace/contract.ts'

import { carry } from './carry.ts'
import { walk, type Way } from './walk.ts'

/** Where a batch came from, or what became of it. */
export interface Genealogy {
  readonly start: string
  readonly way: Way
  readonly nodes: readonly GenealogyNode[]
  readonly links: readonly Link[]
}

export interface GenealogyNode {
  readonly uri: string
  /** Steps from the start. */
  readonly depth: number
  /** Our batch or unit; null: what others call something, or what turns some into others. */
  readonly item: ItemName | null
  /**
   * Of the start, going down: how much of it (in its own unit) is in this, in proportion to what everything gave and took.
   * Going up: how much of this is in the start. Null where some amount on the way is not known.
   */
  readonly carried: { readonly value: number; readonly unit: BaseUnit } | null
}

export async function traceGenealogy(
  store: TraceReads,
  start: string,
  way: Way,
): Promise<Genealogy> {
  const found = await walk(store, start, way)
  const uris = [...found.keys()]
  // What share of a blend went into one bottling is known only beside all that it went into: the links beside the walk.
  const beside = await store.links(uris, way === 'down' ? 'up' : 'down')
  const carried = carry({ start, way, links: found.links, beside })
  const items = await store.itemsOf(uris)
  const nodes = [...found].map(([uri, depth]) => {
    return { uri, depth, item: items.get(uri) ?? null, carried: carried.get(uri) ?? null }
  })
  return { start, way, nodes, links: found.links }
}
