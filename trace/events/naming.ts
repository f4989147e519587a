import type { Batch, ItemName } from '#domain/trace/batch.ts'
import type { Operation } from '#domain/trace/operation.ts'
import type { TraceReads } from '#store/trace/contract.ts'

import type { Naming } from './names.ts'

/** The GLNs of the parties of an operation, and that of the producer of its first batch, under which places are named. */
export async function createNaming(
  store: TraceReads,
  {
    timezone,
    operation,
    batches,
  }: {
    readonly timezone: string
    readonly operation: Pick<Operation, 'from' | 'to'>
    readonly batches: ReadonlyMap<ItemName, Batch>
  },
): Promise<Naming> {
  const glns = new Map<string, string>()
  for (const id of [operation.from, operation.to]) {
    const gln = id === null ? null : (await store.parties.get(id))?.gln
    if (id !== null && gln) glns.set(id, gln)
  }
  const [first] = batches.values()
  const product = first && (await store.products.get(first.product))
  const producer = product?.producer && (await store.parties.get(product.producer))
  return { timezone, glns, gln: (producer && producer.gln) || null }
}
