import { SECOND } from '#domain/time.ts'

import { alarmEventRowShape, toEventRow, type DescribedEvent } from './alarm-row-shape.ts'

/** Server-sent events (WHATWG HTML §9.2). A browser goes on by itself, and says the last id that it knows. */
export const EVENT_STREAM_TYPE = 'text/event-stream'

/** How long a client waits before it comes back, milliseconds: long enough that many do not come in one instant. */
const RETRY_AFTER = 3 * SECOND

/** An id without data tells nobody anything, but from where to go on. */
export function formatOpening(id: number): string {
  return `retry: ${RETRY_AFTER}\nid: ${id}\n\n`
}

/** A comment, and the place in the log. */
export function formatHeartbeat(id: number): string {
  return `:\nid: ${id}\n\n`
}

/** JSON has no line breaks of its own. */
export function formatEvent(described: DescribedEvent, zone: string): string {
  const row = alarmEventRowShape.parse(toEventRow(described, zone))
  return `id: ${row.id}\ndata: ${JSON.stringify(row)}\n\n`
}
