import type { Place } from '#domain/place.ts'
import type { Text } from '#domain/text.ts'
import type { Amount } from '#domain/trace/amount.ts'
import type { Batch, ItemName } from '#domain/trace/batch.ts'
import type { OperationItem, UnsentOperation } from '#domain/trace/operation.ts'
import type { TraceReads } from '#store/trace/contract.ts'

/** What is wrong with an operation. */
export interface Finding {
  /** For programs. */
  readonly check: string
  readonly text: Text
  /** A person who knows better may record it all the same, with a reason. */
  readonly canOverride: boolean
}

/** Looks at an operation before it is recorded, in the transaction that would record it. */
export type Check = (draft: Draft) => Promise<readonly Finding[]> | readonly Finding[]

export interface Draft {
  readonly operation: UnsentOperation
  /** Those that exist, and those that the operation makes. */
  readonly batches: ReadonlyMap<ItemName, Batch>
  /** Those that the operation makes. */
  readonly created: ReadonlySet<ItemName>
  /** Of one piece of each batch, where its product says. */
  readonly contents: ReadonlyMap<ItemName, Amount>
  readonly place: Place | undefined
  /** Of days in texts. */
  readonly timezone: string
  readonly store: TraceReads
}

export function itemsOf({ operation }: Draft, ...roles: OperationItem['role'][]): OperationItem[] {
  return operation.items.filter(({ role }) => roles.includes(role))
}
