import type { Instant } from '#domain/time.ts'
import type { Amount } from '#domain/trace/amount.ts'
import { isSsccName, type Batch, type ItemName } from '#domain/trace/batch.ts'
import type { Product } from '#domain/trace/product.ts'
import type { Recorded, TraceChange } from '#store/trace/contract.ts'

import type { Draft, Finding } from './check.ts'
import { createBatchUri, toUnitUri } from './item-uri.ts'
import { refuseIfAny } from './operation-refused.ts'
import type { NewItem, NewOperation } from './record-operation.ts'
import { refuse } from './rules.ts'

export type KnownItems = Pick<Draft, 'batches' | 'contents' | 'created'>

/** The batches that exist, and those that are made now; an id that is neither is refused. */
export async function prepareItems(
  change: TraceChange,
  given: NewOperation,
  by: Recorded,
): Promise<KnownItems> {
  const batches = new Map<ItemName, Batch>()
  const contents = new Map<ItemName, Amount>()
  const created = new Set<ItemName>()
  const findings: Finding[] = []
  for (const item of given.items) {
    if (isSsccName(item.item)) await ensureUnit(change, { sscc: item.item, madeAt: given.at, by })
    if (isSsccName(item.item) || batches.has(item.item)) continue
    const batch =
      (await change.batch(item.item)) ??
      createBatch(await findProduct(change, item), item, given.at)
    if (batch === undefined) {
      findings.push(refuseUnknown(item))
      continue
    }
    if (item.create !== undefined) {
      await change.addBatch(batch, by)
      created.add(item.item)
    }
    batches.set(item.item, batch)
    const content = (await change.products.get(batch.product))?.netContent
    if (content !== undefined && content !== null) contents.set(item.item, content)
  }
  refuseIfAny(findings, {})
  return { batches, contents, created }
}

async function findProduct(change: TraceChange, { create }: NewItem): Promise<Product | undefined> {
  return create && (await change.products.get(create.product))
}

function createBatch(
  product: Product | undefined,
  { item, create, role }: NewItem,
  madeAt: Instant,
): Batch | undefined {
  if (create === undefined || product === undefined || role !== 'output') return undefined
  const uri = createBatchUri(product.gtin, create.lot)
  return { ...create, id: item, uri, madeAt, published: false }
}

async function ensureUnit(
  change: TraceChange,
  { sscc, madeAt, by }: { readonly sscc: string; readonly madeAt: Instant; readonly by: Recorded },
): Promise<void> {
  if ((await change.unit(sscc)) !== undefined) return
  await change.addUnit({ sscc, uri: toUnitUri(sscc), name: null, madeAt }, by)
}

function refuseUnknown({ item, create, role }: NewItem): Finding {
  if (create === undefined) {
    return refuse(
      `Không có lô "${item}"; nếu là lô mới, hãy ghi create với sản phẩm của nó.`,
      `There is no batch "${item}"; if it is a new one, give create with its product.`,
      'unknown-batch',
    )
  }
  if (role !== 'output') {
    return refuse(
      `Chỉ lô được làm ra (output) mới có create; "${item}" là ${role}.`,
      `Only what is made (output) has create; "${item}" is ${role}.`,
      'unknown-batch',
    )
  }
  return refuse(
    `Không có sản phẩm "${create.product}".`,
    `There is no product "${create.product}".`,
    'unknown-product',
  )
}
