import type { Operation } from '#domain/trace/operation.ts'
import type { Recorded, TraceChange } from '#store/trace/contract.ts'
import type { EpcisEvent } from '#trace/epcis/event.ts'
import { prepareEvent } from '#trace/epcis/prepare.ts'

import { OWN_CONTEXT } from './own-context.ts'

/** Keeps an event of ours; resolves with its `eventID`, which is its hash. */
export async function keepEvent(
  change: TraceChange,
  event: EpcisEvent,
  by: Recorded,
): Promise<string> {
  const prepared = prepareEvent(event, OWN_CONTEXT)
  const [appended] = await change.appendEvents([prepared], by)
  if (appended?.kind === 'conflict') throw new Error(appended.reason)
  return prepared.id
}

/** EPCIS 2.0 §7.4.1.2: the event of what was wrong is said again, as an error, with what corrects it. */
export async function declareError(
  change: TraceChange,
  wrong: Operation,
  by: Operation,
): Promise<void> {
  const kept = await change.eventsOf(wrong.event)
  const said = kept.find(({ event }) => event.errorDeclaration === undefined)
  if (said === undefined) throw new Error(`operation ${wrong.id} has no event`)
  const isWithdrawn = by.event === wrong.event
  const errorDeclaration = {
    declarationTime: new Date(by.recordedAt).toISOString(),
    reason: isWithdrawn ? 'did_not_occur' : 'incorrect_data',
    ...(!isWithdrawn && { correctiveEventIDs: [by.event] }),
  }
  const recorded = { at: by.recordedAt, by: by.recordedBy }
  await keepEvent(change, { ...said.event, errorDeclaration }, recorded)
}
