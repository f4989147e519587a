import type { Place } from '#domain/place.ts'
import type { Instant } from '#domain/time.ts'
import { toBase, type Amount } from '#domain/trace/amount.ts'
import type { Batch, ItemName } from '#domain/trace/batch.ts'
import type { Operation, OperationItem } from '#domain/trace/operation.ts'
import type { TraceChange } from '#store/trace/contract.ts'

import type { Draft } from './check.ts'
import { correctOperation } from './correct-operation.ts'
import { eventOfOperation } from './events/event-of-operation.ts'
import { keepEvent } from './events/keep-event.ts'
import { createNaming } from './events/naming.ts'
import type { OperationKind } from './kind.ts'
import { OPERATION_KINDS } from './kinds.ts'
import { moveItems } from './move-items.ts'
import { checkMoves } from './moves.ts'
import { refuseIfAny } from './operation-refused.ts'
import { prepareItems } from './prepare-items.ts'
import { findBrokenRules } from './rules.ts'
import { checkStanding } from './standing.ts'

/** What somebody says was done. `details` have passed the schema of the kind. */
export type NewOperation = Omit<
  Operation,
  'id' | 'recordedAt' | 'items' | 'correctedBy' | 'event'
> & { readonly items: readonly NewItem[] }

export interface NewItem extends OperationItem {
  /** The batch does not exist yet. */
  readonly create?: NewBatch
}

export type NewBatch = Pick<Batch, 'product' | 'lot' | 'name' | 'expiresAt' | 'recipe'>

export interface Recording {
  readonly now: Instant
  /** Zone of the times in events. */
  readonly timezone: string
  readonly place: Place | undefined
}

/**
 * Records an operation with all that follows from it: the batches and units that it makes, where they are, what came from what,
 * the EPCIS event, and what it corrects. Throws `OperationRefused` with everything that is wrong with it.
 */
export async function recordOperation(
  change: TraceChange,
  given: NewOperation,
  recording: Recording,
): Promise<Operation> {
  const kind = OPERATION_KINDS[given.kind]
  if (kind === undefined) throw new Error(`kind ${given.kind} passed the schema`)
  const { now, timezone } = recording
  const by = { at: now, by: given.recordedBy }
  const items = fillAmounts(kind, given.items)
  const operation = { ...given, items, id: crypto.randomUUID(), recordedAt: now, correctedBy: null }
  refuseIfAny(findBrokenRules(kind, operation, recording.place), {})

  if (given.corrects !== null) await change.voidOperation(given.corrects, operation.id)
  const known = await prepareItems(change, given, by)
  const { place } = recording
  const draft: Draft = { ...known, operation, place, timezone, store: change }
  await checkAll(kind, draft)

  const naming = await createNaming(change, { timezone, operation, batches: known.batches })
  const lasting = await findLasting(change, kind, operation.items)
  const event = eventOfOperation({ operation, kind, batches: known.batches, naming, lasting })
  const kept = await keepEvent(change, event, by)
  const recorded: Operation = { ...operation, items: items.map(withoutCreate), event: kept }
  await change.addOperation(recorded, by)
  await moveItems(change, recorded, kind)
  if (given.corrects !== null) await correctOperation(change, given.corrects, recorded)
  return recorded
}

function withoutCreate({ item, role, amount }: NewItem): OperationItem {
  return { item, role, amount }
}

/** What is salted into a vat is what went in, unless somebody says otherwise. */
function fillAmounts(kind: OperationKind, items: readonly NewItem[]): NewItem[] {
  if (kind.event.lasting !== 'output') return [...items]
  const kilograms = items
    .filter(({ role }) => role === 'input')
    .reduce((sum, { amount }) => sum + (amount === null ? 0 : toKilograms(amount)), 0)
  const amount: Amount = { value: kilograms, unit: 'kg' }
  return items.map((item) =>
    item.role === 'output' ? { ...item, amount: item.amount ?? amount } : item,
  )
}

/** Brine is heavier than water, by how much nobody says: what is in litres counts as its least. */
function toKilograms(amount: Amount): number {
  const { value, unit } = toBase(amount)
  return unit === '1' ? 0 : value
}

/** What was salted into a vat: of what a wash takes, the residue and not the brine, in whatever order they are named. */
async function findLasting(
  change: TraceChange,
  { event }: OperationKind,
  items: readonly NewItem[],
): Promise<ItemName | undefined> {
  const [first, ...others] = items.filter(({ role }) => role === event.lasting)
  if (event.lasting !== 'input') return first?.item
  for (const { item } of first === undefined ? [] : [first, ...others]) {
    const salted = await change.operations({ item, kind: 'salting', limit: 1 })
    if (salted.length > 0) return item
  }
  return undefined
}

async function checkAll(kind: OperationKind, draft: Draft): Promise<void> {
  const findings = [await checkStanding(draft), await checkMoves(draft)]
  for (const check of kind.checks) findings.push([...(await check(draft))])
  refuseIfAny(findings.flat(), draft.operation.overrides)
}
