import type { FastifyInstance } from 'fastify'

import type { ValueName } from '#store/trace/events-contract.ts'
import { toCanonicalUri } from '#trace/epcis/canonical-uri.ts'
import { expandName, STANDARD_CONTEXT, type Namespaces } from '#trace/epcis/context.ts'
import { parseQuery } from '#trace/epcis/parse-query.ts'
import type { EventQuery } from '#trace/epcis/query.ts'
import { toWord } from '#trace/epcis/vocabulary.ts'
import { BIZ_STEPS, DISPOSITIONS, EVENT_TYPES } from '#trace/epcis/words.ts'

import { answerEvents, toParameters } from '../epcis/answer-events.ts'
import { readNamespaces } from '../epcis/extensions.ts'
import { linkNextPage, readPage } from '../epcis/page.ts'
import { EpcisProblem } from '../epcis/problem.ts'
import { SIMPLE_QUERY } from './epcis-events.ts'
import type { EpcisOptions } from './epcis.ts'

interface Resource {
  /** Of the address. */
  readonly path: string
  readonly what: ValueName
  /** Parameters of the query, an event of which fulfils one, for the events of a value. */
  readonly parameters: readonly string[]
  /** Values of the standard, which there are even if no event has them. */
  readonly standard: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()
const RESOURCES: readonly Resource[] = [
  { path: 'eventTypes', what: 'type', parameters: ['eventType'], standard: EVENT_TYPES },
  { path: 'epcs', what: 'epc', parameters: ['MATCH_anyEPC', 'MATCH_anyEPCClass'], standard: NONE },
  { path: 'bizSteps', what: 'bizStep', parameters: ['EQ_bizStep'], standard: BIZ_STEPS },
  { path: 'bizLocations', what: 'bizLocation', parameters: ['EQ_bizLocation'], standard: NONE },
  { path: 'readPoints', what: 'readPoint', parameters: ['EQ_readPoint'], standard: NONE },
  {
    path: 'dispositions',
    what: 'disposition',
    parameters: ['EQ_disposition'],
    standard: DISPOSITIONS,
  },
]
const TOP = ['queries', 'capture', 'events', ...RESOURCES.map(({ path }) => path)]
const schema = { hide: true }

interface One {
  readonly Params: { readonly value: string }
}

/** What there is to ask for, step by step. EPCIS 2.0 §12.3. */
export function registerValues(epcis: FastifyInstance, { trace }: EpcisOptions): void {
  epcis.get('', { schema }, async () => createCollection(TOP))
  for (const resource of RESOURCES) {
    epcis.get(`/${resource.path}`, { schema }, async (request, reply) => {
      const { perPage, position } = await readPage(request, trace)
      const after = typeof position?.after === 'string' ? position.after : ''
      const found = await listValues(trace, resource, { after, limit: perPage + 1 })
      const members = found.slice(0, perPage)
      const last = members.at(-1)
      if (found.length > perPage && last !== undefined)
        linkNextPage(request, reply, { after: last })
      return createCollection(members)
    })
    epcis.get<One>(`/${resource.path}/:value`, { schema }, async (request) => {
      await requireValue(
        trace,
        resource,
        toStored(resource, request.params.value, readNamespaces(request)),
      )
      return createCollection(['events'])
    })
    epcis.get<One>(`/${resource.path}/:value/events`, { schema }, async (request, reply) => {
      const namespaces = readNamespaces(request)
      const value = toStored(resource, request.params.value, namespaces)
      await requireValue(trace, resource, value)
      const query = narrow(parseQuery(toParameters(request), namespaces), resource, value)
      return await answerEvents({ request, reply }, trace, { query, queryName: SIMPLE_QUERY })
    })
  }
}

function createCollection(member: readonly string[]) {
  return { '@context': STANDARD_CONTEXT, type: 'Collection', member }
}

/** Standard values and those of events, in one order. */
async function listValues(
  trace: EpcisOptions['trace'],
  { what, standard }: Resource,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const used = await trace.valuesOf(what, { after, limit })
  const all = new Set([...used, ...[...standard].filter((word) => word > after)])
  return [...all].toSorted(compareBytes).slice(0, limit)
}

/** As SQLite orders texts. */
function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

/** The value as events have it: a bare word, or a URI in its canonical form. */
function toStored({ what }: Resource, value: string, namespaces: Namespaces): string {
  const word = what === 'bizStep' || what === 'disposition' ? toWord(what, value) : value
  return toCanonicalUri(expandName(word, namespaces))
}

async function requireValue(
  trace: EpcisOptions['trace'],
  resource: Resource,
  value: string,
): Promise<void> {
  const { what, path, standard } = resource
  if (standard.has(value) || (await trace.hasValue(what, value))) return
  const detail = `No event has ${JSON.stringify(value.slice(0, 200))}. /epcis/${path} lists what there is; in an address URIs are written percent-encoded.`
  throw new EpcisProblem('NoSuchResourceException', detail)
}

function narrow(query: EventQuery, { parameters }: Resource, value: string): EventQuery {
  const of = parameters.flatMap((name) => parseQuery({ [name]: [value] }, new Map()).conditions)
  const [only, ...others] = of
  const condition =
    only !== undefined && others.length === 0 ? only : ({ kind: 'any', of } as const)
  return { ...query, conditions: [condition, ...query.conditions] }
}
