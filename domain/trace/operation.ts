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
}

/**
 * `input` is used up (in part), `output` is made, `subject` has something done to it and stays what it is; `child` is packed
 * into or out of `parent`.
 */
export const ITEM_ROLES = ['input', 'output', 'subject', 'parent', 'child'] as const
export type ItemRole = (typeof ITEM_ROLES)[number]

export interface OperationItem {
  readonly item: ItemName
  readonly role: ItemRole
  /** Not always known: nobody measures what is left in a vat. */
  readonly amount: Amount | null
}
