import type { Quantity } from '#domain/quantity.ts'
import type { Reading } from '#domain/reading.ts'
import type { Rejection, RejectionCode } from '#domain/rejection.ts'
import type { Instant } from '#domain/time.ts'
import type { SequencedEntry } from '#store/journal/contract.ts'
import type { AlarmObservation } from '#store/registry/contract-alarms.ts'
import type { ExcursionMark } from '#store/registry/contract-excursions.ts'

/**
 * A run of journal entries on its way to the store. Each step fills in its own list from the one before; what a step
 * cannot use it adds to the rejections. No step changes what another one made.
 */
export interface Batch {
  readonly entries: readonly SequencedEntry[]
  /** By decode. */
  readonly claims: Claim[]
  readonly presences: PresenceChange[]
  /** By date. */
  readonly dated: DatedClaim[]
  /** By validate. */
  readonly values: Value[]
  /** By derive: what follows from those. */
  readonly derived: Value[]
  /** By resolve; deduplicate puts the shorter list in its place, and repeats add to it. */
  arrivals: Arrival[]
  /** By deduplicate: entries of which some reading came before. */
  readonly repeated: Set<SequencedEntry>
  /** By count: how often devices repeat themselves. */
  readonly shares: Value[]
  /** By watch. */
  readonly observations: AlarmObservation[]
  /** By watch: when channels went outside or came back, and what came late, by channel. */
  readonly marks: Map<number, ExcursionMark>
  /** By any step. */
  readonly rejections: Rejection[]
  /** Exceptions of ours, for the log; each is an 'internal' rejection too. */
  readonly mistakes: unknown[]
  duplicateCount: number
  correctionCount: number
  lateCount: number
}

/** What a message says of one instant, as the device wrote it. */
export interface Claim {
  readonly entry: SequencedEntry
  /** undefined or null when the device gave none. */
  readonly time: unknown
  readonly values: readonly ClaimedValue[]
  /** How many claims follow in the same message. */
  readonly followingCount: number
}
export interface ClaimedValue {
  readonly channel: string
  readonly value: unknown
}

export interface DatedClaim {
  readonly claim: Claim
  readonly measuredAt: Instant
  readonly quality: number
  readonly late: boolean
}

/** A claimed value that may be true, in the quantity's own unit. */
export interface Value {
  readonly entry: SequencedEntry
  readonly channel: string
  readonly quantity: Quantity
  readonly value: number
  readonly measuredAt: Instant
  readonly quality: number
}

export interface PresenceChange {
  readonly entry: SequencedEntry
  readonly presence: 'online' | 'offline'
}

/** A reading and the entry that brought it. */
export interface Arrival {
  readonly entry: SequencedEntry
  readonly reading: Reading
}

export interface Flaw {
  readonly code: RejectionCode
  /** What was received and what is accepted, in English, one line. */
  readonly detail: string
}

export function createBatch(entries: readonly SequencedEntry[]): Batch {
  return {
    entries,
    claims: [],
    presences: [],
    dated: [],
    values: [],
    derived: [],
    arrivals: [],
    repeated: new Set(),
    shares: [],
    observations: [],
    marks: new Map(),
    rejections: [],
    mistakes: [],
    duplicateCount: 0,
    correctionCount: 0,
    lateCount: 0,
  }
}
