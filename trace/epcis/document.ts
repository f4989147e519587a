import { z } from 'zod'

import { findFlaws, type Flaw } from './flaws.ts'
import { isList, isObject, type Json } from './json.ts'
import { openObject } from './open-object.ts'
import { context, time, uri, uris, version } from './shapes.ts'
import { isUri } from './uri.ts'
import { EVENT_TYPES } from './words.ts'

/** Events as they were received, each with the context that explains it. */
export interface ReceivedEvents {
  readonly context: Json
  readonly events: readonly Json[]
  /** JSON pointer of the list in the document; undefined: the document is one event. */
  readonly pointer: string | undefined
}

const events = z.array(z.unknown(), 'a list of events')
const vocabularies = z.array(
  z.looseObject({
    type: uri,
    vocabularyElementList: z
      .array(
        z.looseObject({
          id: uri,
          attributes: z
            .array(
              z.looseObject({
                id: uri,
                attribute: z.union([z.number(), z.string(), z.looseObject({})]).optional(),
              }),
            )
            .optional(),
          children: uris.optional(),
        }),
      )
      .optional(),
  }),
  'a list of vocabularies',
)
const masterData = z.looseObject({ vocabularyList: vocabularies.optional() }, 'an object')
const id = uri.optional()

/** EPCIS 2.0 §10.2; GS1's schema `epcisDocument`. */
const DOCUMENT = openObject(
  {
    '@context': context,
    id,
    type: z.literal('EPCISDocument'),
    schemaVersion: version,
    creationDate: time,
    instanceIdentifier: z.string('a text').optional(),
    sender: z.string('a text').optional(),
    receiver: z.string('a text').optional(),
    epcisHeader: openObject({ epcisMasterData: masterData.optional() }, 'an object').optional(),
    epcisBody: z.looseObject({ eventList: events }, 'an object {"eventList": […]}'),
  },
  'an EPCISDocument',
)

const RESULTS = 'an object {"queryResults": {"queryName": "…", "resultsBody": {"eventList": […]}}}'
/** GS1's schema `epcisQueryDocument`: what another repository answered is taken as it is. */
const QUERY_DOCUMENT = openObject(
  {
    '@context': context,
    id,
    type: z.literal('EPCISQueryDocument'),
    schemaVersion: version.optional(),
    creationDate: time.optional(),
    epcisBody: openObject(
      {
        queryResults: openObject(
          {
            queryName: z.string('a text'),
            subscriptionID: z.string('a text').optional(),
            resultsBody: openObject(
              { eventList: events, vocabularyList: vocabularies.optional() },
              'an object {"eventList": […]}',
            ),
          },
          RESULTS,
        ),
      },
      RESULTS,
    ),
  },
  'an EPCISQueryDocument',
)

/** Reads an EPCISDocument, an EPCISQueryDocument or one event; the events themselves are not checked here. */
export function readDocument(received: Json): ReceivedEvents | { readonly flaws: readonly Flaw[] } {
  const type = isObject(received) ? received['type'] : undefined
  if (!isObject(received) || typeof type !== 'string') return refuse(received)
  if (type === 'EPCISDocument') return readEnvelope(received, DOCUMENT, ['epcisBody', 'eventList'])
  if (type === 'EPCISQueryDocument') {
    return readEnvelope(received, QUERY_DOCUMENT, [
      'epcisBody',
      'queryResults',
      'resultsBody',
      'eventList',
    ])
  }
  if (!EVENT_TYPES.has(type) && !isUri(type)) return refuse(received)
  const flaws = findFlaws(z.looseObject({ '@context': context }), received)
  if (flaws.length > 0) return { flaws }
  return { context: received['@context'] ?? null, events: [received], pointer: undefined }
}

function readEnvelope(
  received: { readonly [name: string]: Json | undefined },
  shape: z.ZodType,
  path: readonly string[],
): ReceivedEvents | { readonly flaws: readonly Flaw[] } {
  const flaws = findFlaws(shape, received)
  if (flaws.length > 0) return { flaws }
  let found: Json = received
  for (const name of path) found = (isObject(found) ? found[name] : undefined) ?? null
  return {
    context: received['@context'] ?? null,
    events: isList(found) ? found : [],
    pointer: `/${path.join('/')}`,
  }
}

function refuse(received: unknown): { readonly flaws: readonly Flaw[] } {
  const accepted =
    'a JSON object whose type is EPCISDocument, EPCISQueryDocument or that of an event'
  const shape = z.looseObject({ type: z.string(accepted).refine(() => false, accepted) }, accepted)
  return { flaws: findFlaws(shape, received) }
}
