import type { Day } from '#domain/gs1/date.ts'

import type { PageQuery } from '../registry/contract.ts'

/** How often buyers opened a code. No person is in it: no address, no device, no time of day. */
export interface Scans {
  /** Adds to what is there; all or nothing. */
  add(counts: readonly ScanCount[]): Promise<void>
  /** By day, product, lot and province. */
  list(query: ScanQuery): Promise<ScanCount[]>
}

export interface ScanCount extends ScanKey {
  readonly count: number
}

export interface ScanKey {
  /** Of the platform's zone. */
  readonly day: Day
  /** Id. */
  readonly product: string
  /** GS1 lot; empty: the code names none. */
  readonly lot: string
  /** As a proxy of ours said; empty: nobody said. */
  readonly province: string
}

export interface ScanQuery extends PageQuery<ScanKey> {
  /** First day. */
  readonly from?: Day
  /** Last day, inclusive. */
  readonly until?: Day
  readonly product?: string
  readonly lot?: string
}
