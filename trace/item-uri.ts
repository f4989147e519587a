import { formatDigitalLink } from '#domain/gs1/digital-link.ts'
import { CANONICAL_BASE } from '#domain/gs1/epc.ts'
import type { ItemName } from '#domain/trace/batch.ts'
import { isSsccName } from '#domain/trace/batch.ts'
import type { TraceReads } from '#store/trace/contract.ts'

/** What a batch is called by in EPCIS: by GTIN and lot where it has both; else by a name that no other batch anywhere has. */
export function createBatchUri(gtin: string | null, lot: string | null): string {
  if (gtin === null || lot === null) return `urn:uuid:${crypto.randomUUID()}`
  return formatDigitalLink(CANONICAL_BASE, { gtin, lot })
}

export function toUnitUri(sscc: string): string {
  return formatDigitalLink(CANONICAL_BASE, { sscc })
}

/** Undefined when there is no such batch. A unit has its URI whether or not it is known. */
export async function findUri(store: TraceReads, item: ItemName): Promise<string | undefined> {
  return isSsccName(item) ? toUnitUri(item) : (await store.batch(item))?.uri
}
