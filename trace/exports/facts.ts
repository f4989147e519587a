import { isSsccName, type Batch, type ItemName } from '#domain/trace/batch.ts'
import type { Operation, OperationItem } from '#domain/trace/operation.ts'
import type { Party } from '#domain/trace/party.ts'
import type { Product } from '#domain/trace/product.ts'
import type { TraceReads } from '#store/trace/contract.ts'

import { listAllOperations } from '../all-operations.ts'
import { listAllContents } from '../contents.ts'
import { traceGenealogy } from '../genealogy.ts'
import { findUri } from '../item-uri.ts'

/** What the forms of authorities are filled from: everything that an item came from and went into. */
export interface ExportFacts {
  readonly item: ItemName
  /** By time, each once. */
  readonly operations: readonly Operation[]
  readonly batches: ReadonlyMap<ItemName, Batch>
  readonly products: ReadonlyMap<string, Product>
  readonly parties: ReadonlyMap<string, Party>
  /** Batches within cases and pallets. */
  readonly contents: ReadonlyMap<ItemName, readonly ItemName[]>
}

/** Undefined when there is no such item. */
export async function collectFacts(
  store: TraceReads,
  item: ItemName,
): Promise<ExportFacts | undefined> {
  const start = await findUri(store, item)
  if (start === undefined) return undefined
  const ways = [
    await traceGenealogy(store, start, 'up'),
    await traceGenealogy(store, start, 'down'),
  ]
  const items = new Set(ways.flatMap(({ nodes }) => nodes.flatMap((node) => node.item ?? [])))
  const operations = new Map<string, Operation>()
  for (const name of items) {
    const all = listAllOperations(store, { item: name })
    for await (const operation of all) operations.set(operation.id, operation)
  }
  const batches = await collect(
    [...items].filter((name) => !isSsccName(name)),
    (id) => store.batch(id),
  )
  const products = await collect(
    [...batches.values()].map(({ product }) => product),
    (id) => store.products.get(id),
  )
  const names = [...operations.values()].flatMap(({ from, to }) => [from, to])
  const producers = [...products.values()].map(({ producer }) => producer)
  const parties = await collect([...names, ...producers], (id) => store.parties.get(id))
  const contents = new Map<ItemName, ItemName[]>()
  for (const name of items) {
    if (!isSsccName(name)) continue
    contents.set(
      name,
      (await listAllContents(store, [name])).filter((one) => !isSsccName(one)),
    )
  }
  const byTime = [...operations.values()].toSorted((one, other) => one.at - other.at)
  return { item, operations: byTime, batches, products, parties, contents }
}

async function collect<Value>(
  ids: readonly (string | null)[],
  find: (id: string) => Promise<Value | undefined>,
): Promise<Map<string, Value>> {
  const found = new Map<string, Value>()
  for (const id of new Set(ids)) {
    const value = id === null ? undefined : await find(id)
    if (id !== null && value !== undefined) found.set(id, value)
  }
  return found
}

/** A batch that something is done to; `unit` is the case or pallet that it is in, and its amount is not known then. */
export interface BatchItem {
  readonly batch: Batch
  readonly amount: OperationItem['amount']
  readonly unit: string | null
}

/** The batches of what an operation does something to: those of cases and pallets one by one. */
export function listBatchItems(facts: ExportFacts, operation: Operation): BatchItem[] {
  return operation.items.flatMap(({ item, amount }): BatchItem[] => {
    const batch = facts.batches.get(item)
    if (batch !== undefined) return [{ batch, amount, unit: null }]
    return (facts.contents.get(item) ?? []).flatMap((name): BatchItem[] => {
      const inside = facts.batches.get(name)
      return inside === undefined ? [] : [{ batch: inside, amount: null, unit: item }]
    })
  })
}
