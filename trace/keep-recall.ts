import type { Instant } from '#domain/time.ts'
import type { ItemName } from '#domain/trace/batch.ts'
import type { TraceStore } from '#store/trace/contract.ts'

import { scopeRecall, type RecallScope } from './recall.ts'
import { recordOperation } from './record-operation.ts'

export interface RecallOrder {
  readonly item: ItemName
  readonly isDrill: boolean
  readonly recordedBy: string
  readonly reason: string
}

/** The report of a recall, as it was found then. */
export interface KeptRecall extends RecallOrder, RecallScope {
  readonly id: string
  readonly recordedAt: Instant
  readonly milliseconds: number
}

/**
 * Finds what a recall reaches and keeps the report. Unless it is a drill, the item is on hold from then on, and so is all that
 * came out of it, and is recalled. Undefined when there is no such item.
 */
export async function keepRecall(
  store: TraceStore,
  order: RecallOrder,
  { now, timezone }: { readonly now: Instant; readonly timezone: string },
): Promise<KeptRecall | undefined> {
  return await store.change(async (change) => {
    const begun = performance.now()
    const scope = await scopeRecall(change, order.item)
    if (scope === undefined) return undefined
    const milliseconds = Math.round(performance.now() - begun)
    const id = crypto.randomUUID()
    const kept: KeptRecall = { ...order, ...scope, id, recordedAt: now, milliseconds }
    const by = { at: now, by: order.recordedBy }
    await change.addRecord({ kind: 'recall', id, body: JSON.stringify(kept) }, by)
    if (order.isDrill) return kept
    for (const kind of ['holding', 'recalling']) {
      const operation = toOperation(kind, order, now)
      await recordOperation(change, operation, { now, timezone, place: undefined })
    }
    return kept
  })
}

function toOperation(kind: string, { item, recordedBy, reason }: RecallOrder, at: Instant) {
  return {
    kind,
    at,
    until: null,
    recordedBy,
    person: null,
    place: null,
    from: null,
    to: null,
    items: [{ item, role: 'subject' as const, amount: null }],
    details: { reason },
    note: null,
    attachments: [],
    overrides: {},
    corrects: null,
  }
}
