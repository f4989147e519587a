import type { Instant } from './time.ts'

/** A device stands at a place from `from` (inclusive) until `until` (exclusive; null = still there). */
export interface Installation {
  readonly id: number
  readonly device: string
  readonly place: string
  readonly from: Instant
  readonly until: Instant | null
}
