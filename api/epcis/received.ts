import { setImmediate as breathe } from 'node:timers/promises'

import { readDocument } from '#trace/epcis/document.ts'
import type { EpcisEvent } from '#trace/epcis/event.ts'
import { findEventFlaws, type Flaw } from '#trace/epcis/flaws.ts'
import type { Json } from '#trace/epcis/json.ts'
import { prepareEvent, type PreparedEvent } from '#trace/epcis/prepare.ts'
import { useStandardWords } from '#trace/epcis/standard-words.ts'

import { EpcisProblem } from './problem.ts'

/** Bytes of a document. */
export const CAPTURE_BYTES_MAX = 8 * 1024 * 1024
/** Events of a document: they are stored in one transaction, while which other writes wait. */
export const CAPTURE_EVENTS_MAX = 5_000
/** Of lists and objects in one another; an event of the standard has eight. */
const DEPTH_MAX = 64
/** Then others have their turn. */
const CHUNK_EVENTS = 50
/** Flaws that one answer names. */
const FLAWS_MAX = 50

/** What was handed in, in the form in which it waits for its turn. */
export interface Received {
  readonly context: Json
  readonly events: readonly Json[]
  /** JSON pointer of the list of events; '' for a single event. */
  readonly pointer: string
}

/** Throws a problem when it is no document, or too large. */
export function readReceived(body: unknown): Received {
  checkValues(body, 0)
  const read = readDocument(body as Json)
  if ('flaws' in read) throw refuse(read.flaws)
  const { context, events, pointer = '' } = read
  if (events.length > CAPTURE_EVENTS_MAX) {
    const detail = `The document has ${events.length} events; accepted are up to ${CAPTURE_EVENTS_MAX} at once. Send it in parts.`
    throw new EpcisProblem('CaptureLimitExceededException', detail)
  }
  return { context, events: events.map(useStandardWords), pointer }
}

/** What is deeper would not end in an answer but in a full stack; a number that is no double would be kept as nothing. */
function checkValues(value: unknown, depth: number): void {
  if (depth > DEPTH_MAX) {
    const detail = `Lists and objects are nested more than ${DEPTH_MAX} deep; accepted are up to that.`
    throw new EpcisProblem('ValidationException', detail)
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const detail = 'A number is beyond what a double holds (1.8e308); send it as a text.'
    throw new EpcisProblem('ValidationException', detail)
  }
  if (typeof value !== 'object' || value === null) return
  for (const item of Object.values(value)) checkValues(item, depth + 1)
}

export interface Checked {
  readonly good: readonly PreparedEvent[]
  readonly flaws: readonly Flaw[]
}

/** Checks every event; of those that are right, makes what the store takes. */
export async function checkEvents({ context, events, pointer }: Received): Promise<Checked> {
  const good: PreparedEvent[] = []
  const flaws: Flaw[] = []
  for (const [index, event] of events.entries()) {
    if (index % CHUNK_EVENTS === CHUNK_EVENTS - 1) await breathe()
    const found = findEventFlaws(event)
    if (found.length === 0) good.push(prepareEvent(event as EpcisEvent, context))
    const place = pointer === '' ? '' : `${pointer}/${index}`
    for (const flaw of found) {
      flaws.push({
        pointer: `${place}${flaw.pointer}`,
        detail: place === '' ? flaw.detail : `${place}: ${flaw.detail}`,
      })
    }
  }
  return { good, flaws }
}

export function refuse(flaws: readonly Flaw[]): EpcisProblem {
  const named = flaws.slice(0, FLAWS_MAX)
  const more = flaws.length > named.length ? ` There are ${flaws.length - named.length} more.` : ''
  const errors = named.map(({ pointer, detail }) => ({
    in: 'body' as const,
    name: pointer,
    detail,
  }))
  const [first] = named
  return new EpcisProblem('ValidationException', `${first?.detail ?? ''}${more}`, errors)
}
