import { isSsccName } from '#domain/trace/batch.ts'
import type { Operation, OperationItem } from '#domain/trace/operation.ts'
import type { TraceChange } from '#store/trace/contract.ts'

import { listAllContents } from './contents.ts'
import type { OperationKind } from './kind.ts'

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
  const moved = items.filter(({ role }) => MADE_OR_MOVED.has(role)).map(({ item }) => item)
  for (const item of await listAllContents(change, moved)) {
    await change.endStay(item, at, id)
    await change.beginStay({ item, place, from: at, begunBy: id })
  }
}

/** A part of a batch that leaves does not end its stay: the rest is still there. */
async function endStays(change: TraceChange, { id, at, items }: Operation): Promise<void> {
  const leaving = items.filter(({ item, amount }) => amount === null || isSsccName(item))
  for (const item of await listAllContents(
    change,
    leaving.map((each) => each.item),
  )) {
    await change.endStay(item, at, id)
  }
}

async function beginHolds(
  change: TraceChange,
  { id, at, items, details }: Operation,
): Promise<void> {
  const reason = String(details['reason'])
  for (const { item } of items) await change.hold({ item, from: at, reason, begunBy: id })
}

async function endHolds(change: TraceChange, { id, at, details }: Operation): Promise<void> {
  await change.release(String(details['hold']), at, id)
}
