import type { Instant } from '#domain/time.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'

/** A value as the ingest understands it, and the entry that says it. */
export interface DecodedValue {
  readonly sequence: number
  readonly device: string
  readonly channel: string
  /** Its unit follows from it. */
  readonly quantity: string
  readonly measuredAt: Instant
  readonly value: number
  readonly quality: number
}

/** What the ingest makes of entries, given in order; called again for those that follow. */
export type DecodeEntries = (entries: readonly SequencedEntry[]) => readonly DecodedValue[]
