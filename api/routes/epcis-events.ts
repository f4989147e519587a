import type { FastifyInstance } from 'fastify'

import type { StoredEvent } from '#store/trace/events-contract.ts'
import { parseQuery } from '#trace/epcis/parse-query.ts'

import { answerEvents, sayExtensions, toParameters } from '../epcis/answer-events.ts'
import { toConflict } from '../epcis/capture-worker.ts'
import { CAPTURE_LIMITS } from '../epcis/discover.ts'
import { readEpcFormat } from '../epcis/epc-format.ts'
import { readNamespaces } from '../epcis/extensions.ts'
import { EpcisProblem } from '../epcis/problem.ts'
import { createQueryDocument, writeEvent } from '../epcis/query-document.ts'
import { CAPTURE_BYTES_MAX, checkEvents, readReceived, refuse } from '../epcis/received.ts'
import { sayLimit } from './epcis-capture.ts'
import type { EpcisOptions } from './epcis.ts'

const schema = { hide: true }
export const SIMPLE_QUERY = 'SimpleEventQuery'

/** Single events, and what queries find. EPCIS 2.0 §12.6.2, §12.7.1. */
export function registerEvents(epcis: FastifyInstance, options: EpcisOptions): void {
  const { trace } = options
  const capture = { schema, bodyLimit: CAPTURE_BYTES_MAX, errorHandler: sayLimit }
  epcis.post('/events', capture, async (request, reply) => {
    const stored = await captureOne(request.body, options)
    reply.headers(CAPTURE_LIMITS).code(201)
    reply.header('location', `/epcis/events/${encodeURIComponent(stored.event.eventID ?? '')}`)
    sayExtensions(reply, [stored])
    return writeEvent(stored, { isShared: false, format: 'Never_Translates' })
  })
  epcis.get('/events', { schema }, async (request, reply) => {
    const query = parseQuery(toParameters(request), readNamespaces(request))
    return await answerEvents({ request, reply }, trace, { query, queryName: SIMPLE_QUERY })
  })
  epcis.get<{ Params: { id: string } }>('/events/:id', { schema }, async (request, reply) => {
    const format = readEpcFormat(request)
    const events = await trace.eventsOf(request.params.id)
    if (events.length === 0) throw noEvent(request.params.id)
    reply.header('gs1-epc-format', format)
    sayExtensions(reply, events)
    return createQueryDocument(events, { queryName: SIMPLE_QUERY, format })
  })
}

/** Written before it is answered. The same event once more is answered as the first time. */
async function captureOne(
  body: unknown,
  { trace, subscriptions }: EpcisOptions,
): Promise<StoredEvent> {
  const received = readReceived(body)
  if (received.pointer !== '') {
    const detail =
      'A document was received; accepted here is one event. Send documents to /epcis/capture.'
    throw new EpcisProblem('ValidationException', detail)
  }
  const { good, flaws } = await checkEvents(received)
  if (flaws.length > 0) throw refuse(flaws)
  const [result] = await trace.change((change) =>
    change.appendEvents(good, { at: Date.now(), by: 'epcis' }),
  )
  if (result?.kind === 'conflict') throw toConflict(result)
  subscriptions.wake()
  if (result?.kind === 'appended') return result.event
  const [known] = await trace.eventsOf(result?.id ?? '')
  if (known === undefined) throw noEvent(result?.id ?? '')
  return known
}

function noEvent(id: string): EpcisProblem {
  const detail = `There is no event with the eventID ${JSON.stringify(id.slice(0, 200))}. In an address it is written percent-encoded.`
  return new EpcisProblem('NoSuchResourceException', detail)
}
