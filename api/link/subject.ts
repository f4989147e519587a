import type { Gs1Key, ProductKey } from '#domain/gs1/key.ts'
import type { Batch, LogisticUnit } from '#domain/trace/batch.ts'
import type { Party } from '#domain/trace/party.ts'
import type { Product } from '#domain/trace/product.ts'
import type { TraceReads } from '#store/trace/contract.ts'
import { listAllContents } from '#trace/contents.ts'

/** What a scanned code names. */
export type Subject = ProductSubject | UnitSubject | PartySubject

export interface ProductSubject {
  readonly product: Product
  readonly producer: Party | undefined
  /** The lot that the code names, when buyers may read it. */
  readonly batch: Batch | undefined
}
export interface UnitSubject {
  readonly unit: LogisticUnit
  /** What is in it now, as far as buyers may read it. */
  readonly contents: readonly Content[]
}
export interface Content {
  readonly batch: Batch
  readonly product: Product
}
export interface PartySubject {
  readonly party: Party
}

/** Undefined: we know of none such, or none that buyers may read; which of both is nobody's business. */
export async function findSubject(trace: TraceReads, key: Gs1Key): Promise<Subject | undefined> {
  if ('gtin' in key) return await findProduct(trace, key)
  if ('sscc' in key) return await findUnit(trace, key.sscc)
  const gln = 'gln' in key ? key.gln : 'partyGln' in key ? key.partyGln : undefined
  const party = gln === undefined ? undefined : await trace.parties.byKey(gln)
  return party && { party }
}

async function findUnit(trace: TraceReads, sscc: string): Promise<UnitSubject | undefined> {
  const unit = await trace.unit(sscc)
  if (unit === undefined) return undefined
  const contents: Content[] = []
  for (const item of await listAllContents(trace, [sscc])) {
    const batch = await trace.batch(item)
    const product = batch && (await trace.products.get(batch.product))
    if (batch?.published === true && product !== undefined) contents.push({ batch, product })
  }
  return { unit, contents }
}

async function findProduct(
  trace: TraceReads,
  { gtin, lot }: ProductKey,
): Promise<ProductSubject | undefined> {
  const product = await trace.products.byKey(gtin)
  if (product === undefined) return undefined
  const producer = product.producer === null ? undefined : await trace.parties.get(product.producer)
  if (lot === undefined) return { product, producer, batch: undefined }
  const [batch] = await trace.batches({ product: product.id, lot, limit: 1 })
  return batch?.published === true ? { product, producer, batch } : undefined
}
