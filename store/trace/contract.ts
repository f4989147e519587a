import type { Instant } from '#domain/time.ts'
import type { Amount, BaseUnit } from '#domain/trace/amount.ts'
import type { Batch, ItemName, LogisticUnit } from '#domain/trace/batch.ts'
import type { ItemRole, Operation } from '#domain/trace/operation.ts'
import type { Party } from '#domain/trace/party.ts'
import type { Product } from '#domain/trace/product.ts'

import type { PageQuery } from '../registry/contract.ts'
import type { Scans } from './contract-scans.ts'
import type { EventChanges, EventReads } from './events-contract.ts'

/**
 * Batches and what was done to them. Errors are those of the registry: `REGISTRY_EXISTS`, `REGISTRY_NOT_FOUND`,
 * `REGISTRY_CONFLICT` (no retry); `REGISTRY_BUSY`, `REGISTRY_DISK` (retry).
 */
export interface TraceStore extends TraceReads, AsyncDisposable {
  readonly scans: Scans
  /**
   * Checks and writes as one: nobody else writes until `work` has ended, and what it wrote is on disk when this resolves.
   * When `work` throws, nothing was written.
   */
  change<Result>(work: (change: TraceChange) => Promise<Result>): Promise<Result>
}

export interface TraceReads extends EventReads {
  readonly parties: Masters<Party>
  readonly products: Masters<Product>
  batch(id: string): Promise<Batch | undefined>
  batches(
    query: PageQuery<string> & { readonly product?: string; readonly lot?: string },
  ): Promise<Batch[]>
  unit(sscc: string): Promise<LogisticUnit | undefined>
  /** What we call the nodes of these URIs; those that are none of our batches and units are not in the answer. */
  itemsOf(uris: readonly string[]): Promise<Map<string, ItemName>>
  operation(id: string): Promise<Operation | undefined>
  /** By time, then id; corrected ones are left out unless asked for. */
  operations(query: OperationQuery): Promise<Operation[]>
  /** Those that are these EPCIS events, and hold. */
  operationsOf(events: readonly string[]): Promise<Operation[]>
  /** Sums over the operations that hold, per role and unit; amounts that nobody knows are not in them. */
  sums(item: ItemName): Promise<RoleSum[]>
  /** The same of many, with what they are and where; what is not known is in the answer, and empty. */
  standings(items: readonly ItemName[]): Promise<Map<ItemName, ItemStanding>>
  /** What of these items left us, by time. */
  dispatches(items: readonly ItemName[]): Promise<Dispatch[]>
  /** In order of time. */
  stays(query: { readonly item: ItemName } | { readonly place: string }): Promise<Stay[]>
  /**
   * Of each place where something is: when it was sampled last or a result was recorded, else when it came; of several things the
   * one that waits the longest.
   */
  sampledAt(): Promise<Map<string, Instant>>
  /** Those in force first, then by time. */
  holds(item: ItemName): Promise<Hold[]>
  /** All of them, by time. */
  holdsInForce(): Promise<Hold[]>
  /** Litres that draws took out of a vat batch so far. */
  litresDrawn(vat: ItemName): Promise<number>
  /** What is in a case or on a pallet now: packed and not unpacked. */
  contents(sscc: string): Promise<ItemName[]>
  /** Of these nodes, those that go into (`up`) or come out of (`down`) something, one step far. */
  links(nodes: readonly string[], way: 'up' | 'down'): Promise<Link[]>
  /** Everything that was ever written, in order. */
  records(query: PageQuery<number> & { readonly kind?: string }): Promise<TraceRecord[]>
  /** The newest of a kind and id. */
  record(kind: string, id: string): Promise<TraceRecord | undefined>
  attachment(hash: string): Promise<Attachment | undefined>
}

/** Who and what, by id; each write is a record of its own, and the newest holds. */
export interface Masters<Master> {
  list(query: PageQuery<string>): Promise<Master[]>
  get(id: string): Promise<Master | undefined>
  /** By GLN or GTIN. */
  byKey(key: string): Promise<Master | undefined>
}

/** Appends a record with each change. `by` is who recorded it. */
export interface TraceChange extends TraceReads, EventChanges {
  /** True when it is new. */
  putParty(party: Party, by: Recorded): Promise<boolean>
  putProduct(product: Product, by: Recorded): Promise<boolean>
  addBatch(batch: Batch, by: Recorded): Promise<void>
  /** Only `published` and `name` may be another; the rest never changes. */
  putBatch(batch: Batch, by: Recorded): Promise<void>
  addUnit(unit: LogisticUnit, by: Recorded): Promise<void>
  /** The amounts of its items count from now on, and those of what it corrects do not any more. */
  addOperation(operation: Operation, by: Recorded): Promise<void>
  /** It did not happen, or not so: its amounts count no more, what it began and ended is undone. */
  voidOperation(id: string, correctedBy: string): Promise<void>
  /** It ends the stay in which it falls, and goes on until the next. */
  beginStay(stay: Omit<Stay, 'until' | 'endedBy'>): Promise<void>
  /** Ends the one that goes on then. */
  endStay(item: ItemName, until: Instant, endedBy: string): Promise<void>
  hold(hold: Omit<Hold, 'until' | 'endedBy'>): Promise<void>
  /** Ends the hold of an item that `begunBy` began; false: there is none in force. */
  release(held: Pick<Hold, 'item' | 'begunBy'>, end: Release): Promise<boolean>
  /** A report, or what else is kept as it was written. */
  addRecord(record: Pick<TraceRecord, 'kind' | 'id' | 'body'>, by: Recorded): Promise<void>
  addAttachment(attachment: Attachment, by: Recorded): Promise<void>
}

export interface Recorded {
  readonly at: Instant
  readonly by: string
}

export interface OperationQuery extends PageQuery<{ readonly at: Instant; readonly id: string }> {
  readonly item?: ItemName
  readonly place?: string
  readonly kind?: string
  readonly corrected?: boolean
}

export interface RoleSum {
  readonly role: ItemRole
  readonly unit: BaseUnit
  readonly value: number
  /** Of the earliest of them. */
  readonly firstAt: Instant
}

/** What an item is, where it is now, and what was done to how much of it. */
export interface ItemStanding {
  readonly product: string | null
  readonly lot: string | null
  readonly place: string | null
  readonly sums: readonly RoleSum[]
}

/** Something left us. */
export interface Dispatch {
  readonly operation: string
  readonly at: Instant
  /** Party. */
  readonly to: string | null
  readonly item: ItemName
  /** In kg, L or pieces; null: a case or pallet, or nobody said how much. */
  readonly amount: Amount | null
}

/** A batch is at a place for a time. */
export interface Stay {
  readonly item: ItemName
  readonly place: string
  readonly from: Instant
  readonly until: Instant | null
  /** Operations. */
  readonly begunBy: string
  readonly endedBy: string | null
}

export interface Release {
  readonly until: Instant
  readonly endedBy: string
}

export interface Hold {
  readonly item: ItemName
  readonly from: Instant
  readonly until: Instant | null
  readonly reason: string
  readonly begunBy: string
  readonly endedBy: string | null
}

/**
 * An edge of the genealogy. Nodes are URIs: of batches and units, and of what turns some into others (an EPCIS event, or
 * all events of one `transformationID`): `input` goes into that, `output` comes out of it; `containment` goes from the
 * content to its container.
 */
export interface Link {
  readonly from: string
  readonly to: string
  /** EPCIS event. */
  readonly event: string
  readonly kind: 'input' | 'output' | 'containment'
  readonly at: Instant
  /** As given in the event; null when it does not say, or in a unit that is none of ours. */
  readonly amount: Amount | null
}

export interface TraceRecord {
  readonly seq: number
  readonly kind: string
  readonly id: string
  /** JSON. */
  readonly body: string
  readonly recordedAt: Instant
  readonly recordedBy: string
}

export interface Attachment {
  /** SHA-256, hex. */
  readonly hash: string
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  readonly recordedAt: Instant
}
