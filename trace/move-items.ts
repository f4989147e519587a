import { isSsccName, type ItemName } from '#domain/trace/batch.ts'
import type { Operation, OperationItem } from '#domain/trace/operation.ts'
import type { TraceChange } from '#store/trace/contract.ts'

import type { Finding } from './check.ts'
import { listAllContents } from './contents.ts'
import type { OperationKind } from './kind.ts'
import { refuseIfAny } from './operation-refused.ts'
import { refuse } from './rules.ts'
import { findRemaining } from './standing.ts'

const MADE_OR_MOVED: ReadonlySet<OperationItem['role']> = new Set(['output', 'subject', 'returned'])

/** Where things are from now on, and what must not leave. */
export async function moveItems(
  change: TraceChange,
  operation: Operation,
  kind: OperationKind,
): Promise<void> {
  if (kind.stay === 'begins') await beginStays(change, operation)
  if (kind.stay === 'ends') await endStays(change, operation)
  if (operation.kind === 'holding') await beginHolds(change, operation)
  if (operation.kind === 'releasing') await endHolds(change, operation)
}

async function beginStays(change: TraceChange, operation: Operation): Promise<void> {
  const { id, at, place, items } = operation
  if (place === null) return
  const moved = items.filter(({ role }) => MADE_OR_MOVED.has(role))
  const isReturn = operation.kind === 'returning'
  const isWhole = (amount: OperationItem['amount']) => amount === null || !isReturn
  for (const item of await listMoved(change, moved, isWhole)) {
    await change.beginStay({ item, place, from: at, begunBy: id })
  }
}

async function endStays(change: TraceChange, { id, at, items }: Operation): Promise<void> {
  for (const item of await listMoved(change, items, (amount) => amount === null)) {
    await change.endStay(item, at, id)
  }
}

/** Scales and rounding. */
const LEFT_MAX = 1e-6

/**
 * What goes elsewhere: cases and pallets with what is in them, and batches. Of a batch of which a part goes, alone or in a case, the
 * rest stays where it is, until nothing of it is left.
 */
async function listMoved(
  change: TraceChange,
  items: readonly OperationItem[],
  isWhole: (amount: OperationItem['amount']) => boolean,
): Promise<ItemName[]> {
  const whole = new Set(items.filter(({ amount }) => isWhole(amount)).map(({ item }) => item))
  const moved: ItemName[] = []
  for (const item of await listAllContents(
    change,
    items.map((each) => each.item),
  )) {
    const goes = isSsccName(item) || whole.has(item) || (await isUsedUp(change, item))
    if (goes) moved.push(item)
  }
  return moved
}

async function isUsedUp(change: TraceChange, item: ItemName): Promise<boolean> {
  const remaining = await findRemaining(change, item)
  return [...remaining.values()].every((value) => value <= LEFT_MAX)
}

async function beginHolds(
  change: TraceChange,
  { id, at, items, details }: Operation,
): Promise<void> {
  const reason = String(details['reason'])
  for (const { item } of items) await change.hold({ item, from: at, reason, begunBy: id })
}

async function endHolds(change: TraceChange, { id, at, items, details }: Operation): Promise<void> {
  const begunBy = String(details['hold'])
  const findings: Finding[] = []
  for (const { item } of items) {
    const isReleased = await change.release({ item, begunBy }, { until: at, endedBy: id })
    if (!isReleased) findings.push(refuseRelease(item, begunBy))
  }
  refuseIfAny(findings, {})
}

function refuseRelease(item: ItemName, hold: string): Finding {
  return refuse(
    `"${item}" không bị thao tác ${hold} tạm giữ; xem "holds" của lô để biết thao tác nào đang giữ.`,
    `"${item}" is not on hold by operation ${hold}; the "holds" of the batch say which one holds it.`,
    'hold',
  )
}
