import type { Instant } from '../time.ts'
import type { Amount } from './amount.ts'
import type { ItemName } from './batch.ts'

/** What people did to batches, as it was recorded. Never edited: a correction is another operation. */
export interface Operation {
  /** UUID. */
  readonly id: string
  readonly kind: string
  readonly at: Instant
  readonly until: Instant | null
  readonly recordedAt: Instant
  readonly recordedBy: string
  /** Who did it. */
  readonly person: string | null
  readonly place: string | null
  /** Party that it came from, and that it went to. */
  readonly from: string | null
  readonly to: string | null
  readonly items: readonly OperationItem[]
  /** As the kind's schema says. */
  readonly details: Readonly<Record<string, unknown>>
  readonly note: string | null
  /** SHA-256 of files, hex. */
  readonly attachments: readonly string[]
  /** Checks that somebody overrode, each with the reason. */
  readonly overrides: Readonly<Record<string, string>>
  /** The operation that this one corrects. */
  readonly corrects: string | null
  readonly correctedBy: string | null
  /** `eventID` of the EPCIS event that it is. */
  readonly event: string
}

/**
 * What an operation does to an item. `input` is used up, all or in part; `output` is made; `subject` stays what it is;
 * `packed` goes into the `parent`, `unpacked` comes out of it; `dispatched` leaves us, `returned` comes back.
 */
export const ITEM_ROLES = [
  'input',
  'output',
  'subject',
  'parent',
  'packed',
  'unpacked',
  'dispatched',
  'returned',
] as const
export type ItemRole = (typeof ITEM_ROLES)[number]

export interface OperationItem {
  readonly item: ItemName
  readonly role: ItemRole
  /** Not always known: nobody measures what is left in a vat. */
  readonly amount: Amount | null
}

/** One that is being looked at, and is no event yet. */
export type UnsentOperation = Omit<Operation, 'event'>
