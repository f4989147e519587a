import type { Instant } from '../time.ts'

/** What was made in one go, under one name (a GS1 lot). */
export interface Batch {
  /** Chosen by people; never 18 digits, which is how logistic units are called. */
  readonly id: string
  /** Its name in EPCIS and in the genealogy: the GS1 Digital Link of GTIN and lot, else `urn:uuid:…`. Never changes. */
  readonly uri: string
  readonly product: string
  readonly lot: string | null
  readonly name: string | null
  readonly madeAt: Instant
  readonly expiresAt: Instant | null
  /** What goes in, as people say it; dated with the batch, since recipes differ between vats and years. */
  readonly recipe: readonly RecipePart[]
  /** Whether buyers may read it. */
  readonly published: boolean
}

export interface RecipePart {
  readonly name: string
  readonly share: number
}

/** A case or a pallet. */
export interface LogisticUnit {
  /** 18 digits. */
  readonly sscc: string
  readonly uri: string
  readonly name: string | null
  readonly madeAt: Instant
}

/** What people make, move and sell: a batch by its id, or a logistic unit by its SSCC. */
export type ItemName = string

export function isSsccName(item: ItemName): boolean {
  return /^\d{18}$/.test(item)
}
