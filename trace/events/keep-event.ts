import type { Instant } from '#domain/time.ts'
import type { TraceChange } from '#store/trace/contract.ts'

import type { EpcisEvent } from './event.ts'
import { linksOfEvent } from './links-of-event.ts'

/** Keeps an event of ours and what it says about what came from what; resolves with its `eventID`. */
export async function keepEvent(
  change: TraceChange,
  event: EpcisEvent,
  _recordedAt: Instant,
): Promise<string> {
  const eventID = event.eventID ?? `urn:uuid:${crypto.randomUUID()}`
  await change.addLinks(linksOfEvent({ ...event, eventID }))
  return eventID
}
