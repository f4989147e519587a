import type { Operation } from '#domain/trace/operation.ts'
import type { TraceChange } from '#store/trace/contract.ts'

import { checkDrawn } from './checks/drawn-volume.ts'
import { declareError } from './events/keep-event.ts'
import { refuseIfAny } from './operation-refused.ts'
import { findOverdrawn } from './overdrawn.ts'

/**
 * What was corrected counts no more: its event says from now on that it was an error, and by which event it is corrected.
 * Refused when what it had made was used since and would now come from nowhere.
 */
export async function correctOperation(
  change: TraceChange,
  corrected: string,
  by: Operation,
): Promise<void> {
  const wrong = await change.operation(corrected)
  if (wrong === undefined) return
  await declareError(change, wrong, by)
  const items = new Set(wrong.items.map(({ item }) => item))
  const findings = [await findOverdrawn(change, [...items])]
  for (const item of items) findings.push(await checkDrawn(change, item, 0))
  refuseIfAny(findings.flat(), by.overrides)
}

/** It did not happen. */
export async function withdrawOperation(
  change: TraceChange,
  id: string,
  said: Pick<Operation, 'recordedAt' | 'recordedBy' | 'overrides'> & { readonly reason: string },
): Promise<Operation> {
  const { reason, ...rest } = said
  const withdrawal = crypto.randomUUID()
  await change.voidOperation(id, withdrawal)
  const wrong = await change.operation(id)
  const recorded: Operation = {
    ...rest,
    id: withdrawal,
    kind: 'withdrawing',
    at: said.recordedAt,
    until: null,
    person: null,
    place: null,
    from: null,
    to: null,
    items: [],
    details: {},
    note: reason,
    attachments: [],
    corrects: id,
    correctedBy: null,
    event: wrong?.event ?? '',
  }
  await change.addOperation(recorded, { at: said.recordedAt, by: said.recordedBy })
  await correctOperation(change, id, recorded)
  return recorded
}
