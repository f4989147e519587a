import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import type { NamedQuery } from '#store/trace/events-contract.ts'
import { toNamespaces } from '#trace/epcis/context.ts'
import { findFlaws } from '#trace/epcis/flaws.ts'
import { isObject, toList, type JsonObject } from '#trace/epcis/json.ts'
import { parseQuery } from '#trace/epcis/parse-query.ts'

import { answerEvents, toParameters } from '../epcis/answer-events.ts'
import { readExtensions } from '../epcis/extensions.ts'
import { findTokenEnd, hashToken, linkNextPage, readPage } from '../epcis/page.ts'
import { EpcisProblem } from '../epcis/problem.ts'
import { refuse } from '../epcis/received.ts'
import type { EpcisOptions } from './epcis.ts'

const schema = { hide: true }
const NAME = 'a name of up to 100 letters, digits and . _ ~ -'
const shape = z.strictObject(
  {
    name: z.string(NAME).regex(/^[\w.~-]{1,100}$/, NAME),
    query: z.looseObject({}, 'an object of query parameters, such as {"EQ_bizStep": ["shipping"]}'),
  },
  'an object {"name": "…", "query": {…}}',
)

interface One {
  readonly Params: { readonly name: string }
}

/** Queries under a name: views on the events. EPCIS 2.0 §12.7.2. */
export function registerQueries(epcis: FastifyInstance, { trace }: EpcisOptions): void {
  epcis.post('/queries', { schema }, async (request, reply) => {
    const query = readQuery(request.body, readExtensions(request))
    if (!(await trace.change((change) => change.addQuery(query)))) throw nameTaken(query.name)
    return await reply
      .code(201)
      .header('location', `/epcis/queries/${query.name}`)
      .send(writeQuery(query))
  })
  epcis.get('/queries', { schema }, async (request, reply) => {
    const { perPage, position } = await readPage(request, trace)
    const after = typeof position?.after === 'string' ? { after: position.after } : {}
    const found = await trace.namedQueries({ limit: perPage + 1, ...after })
    const queries = found.slice(0, perPage)
    const last = queries.at(-1)
    if (found.length > perPage && last !== undefined)
      linkNextPage(request, reply, { after: last.name })
    return queries.map(writeQuery)
  })
  epcis.get<One>('/queries/:name', { schema }, async ({ params }) =>
    writeQuery(await requireQuery(trace, params.name)),
  )
  epcis.delete<One>('/queries/:name', { schema }, async ({ params }, reply) => {
    if (!(await trace.change((change) => change.removeQuery(params.name))))
      throw noQuery(params.name)
    return await reply.code(204).send()
  })
  epcis.get<One>('/queries/:name/events', { schema }, async (request, reply) => {
    const named = await requireQuery(trace, request.params.name)
    refuseParameters(Object.keys(toParameters(request)))
    return await answerEvents({ request, reply }, trace, {
      query: toEventQuery(named),
      queryName: named.name,
    })
  })
  epcis.delete<{ Params: { token: string } }>(
    '/nextPageToken/:token',
    { schema },
    async ({ params }, reply) => {
      const until = findTokenEnd(params.token)
      if (until === undefined)
        throw new EpcisProblem('NoSuchResourceException', 'This is no nextPageToken of ours.')
      await trace.change((change) => change.revokeToken(hashToken(params.token), until))
      return await reply.code(204).send()
    },
  )
}

export async function requireQuery(
  trace: EpcisOptions['trace'],
  name: string,
): Promise<NamedQuery> {
  const query = await trace.namedQuery(name)
  if (query === undefined) throw noQuery(name)
  return query
}

/** What prefixes stand for, its `@context` says, or what GS1-Extensions said when it was made. */
function toEventQuery({ query, extensions }: Pick<NamedQuery, 'query' | 'extensions'>) {
  return parseQuery(query, toNamespaces([...toList(query['@context']), extensions]))
}

function readQuery(body: unknown, extensions: Readonly<Record<string, string>>): NamedQuery {
  const flaws = findFlaws(shape, body)
  if (flaws.length > 0 || !isObject(body)) throw refuse(flaws)
  const { name } = shape.parse(body)
  const query = isObject(body['query']) ? body['query'] : {}
  // It says now what is wrong, not when it is run.
  toEventQuery({ query, extensions })
  return { name, query, extensions, createdAt: Date.now() }
}

function writeQuery({ name, query }: NamedQuery): JsonObject {
  return { name, query }
}

function refuseParameters(names: readonly string[]): void {
  if (names.length === 0) return
  const detail = `Received were ${names.slice(0, 10).join(', ').slice(0, 200)}; accepted are perPage and nextPageToken. A named query has its parameters; whoever wants its events as they come subscribes with POST to its subscriptions.`
  throw new EpcisProblem('SubscriptionControlsException', detail)
}

function noQuery(name: string): EpcisProblem {
  const detail = `There is no query named ${JSON.stringify(name.slice(0, 100))}. /epcis/queries lists them.`
  return new EpcisProblem('NoSuchNameException', detail)
}

function nameTaken(name: string): EpcisProblem {
  const detail = `There is a query named ${JSON.stringify(name)} already; take another name, or delete it.`
  return new EpcisProblem('ResourceAlreadyExistsException', detail)
}
