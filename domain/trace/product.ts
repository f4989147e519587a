import type { Text } from '../text.ts'
import type { Instant } from '../time.ts'
import type { Amount } from './amount.ts'

export const PRODUCT_CLASSES = ['raw-material', 'intermediate', 'finished'] as const
export type ProductClass = (typeof PRODUCT_CLASSES)[number]

/** What batches are of. */
export interface Product {
  readonly id: string
  readonly class: ProductClass
  readonly name: Text
  /** Party. */
  readonly producer: string | null
  /** GTIN-14, check digit included. */
  readonly gtin: string | null
  /** Of one piece. */
  readonly netContent: Amount | null
  readonly shelfLifeDays: number | null
  readonly ratings: readonly Rating[]
  readonly certificates: readonly Certificate[]
  readonly published: Published
}

/** Stars change: each has the time in which it held (a 3★ label outlives the year of its rating). */
export interface Rating {
  readonly scheme: string
  readonly stars: number
  readonly decision: string | null
  readonly from: Instant
  /** Exclusive. */
  readonly until: Instant | null
}

export interface Certificate {
  readonly scheme: string
  readonly number: string
  readonly issuer: string
  readonly from: Instant
  /** Exclusive. */
  readonly until: Instant | null
  /** SHA-256 of the file, hex. */
  readonly attachment: string | null
}

/** What the producer lets buyers read. */
export interface Published {
  readonly description: Text | null
  readonly ingredients: Text | null
  readonly warnings: Text | null
  /** Whether buyers see the curve of what the batch went through. */
  readonly conditions: boolean
}

export function isValidAt(
  { from, until }: { readonly from: Instant; readonly until: Instant | null },
  at: Instant,
): boolean {
  return from <= at && (until === null || at < until)
}
