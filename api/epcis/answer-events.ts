import type { FastifyReply, FastifyRequest } from 'fastify'

import type { TraceReads } from '#store/trace/contract.ts'
import type { StoredEvent } from '#store/trace/events-contract.ts'
import { isObject, toPlain, type JsonObject } from '#trace/epcis/json.ts'
import type { EventQuery } from '#trace/epcis/query.ts'

import { readEpcFormat } from './epc-format.ts'
import { linkNextPage, readPage } from './page.ts'
import { EpcisProblem } from './problem.ts'
import { createQueryDocument } from './query-document.ts'

/** Runs a query and answers one page of what it finds. */
export async function answerEvents(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  trace: TraceReads,
  { query, queryName }: { readonly query: EventQuery; readonly queryName: string },
): Promise<JsonObject> {
  const format = readEpcFormat(request)
  const { perPage, position } = await readPage(request, trace)
  await checkCount(trace, query)
  const upTo = position?.upTo ?? (await trace.lastEvent())
  const left = position?.left ?? query.eventCountLimit ?? Infinity
  const limit = Math.min(perPage, left)
  const after = toAfter(position)
  const found = await trace.events(query, { limit: limit + 1, upTo, ...(after && { after }) })
  const events = found.slice(0, limit)
  const last = events.at(-1)
  if (found.length > limit && left > limit && last !== undefined) {
    const rest = Number.isFinite(left) ? { left: left - limit } : {}
    linkNextPage(request, reply, { after: last.seq, eventAt: last.eventAt, upTo, ...rest })
  }
  reply.header('gs1-epc-format', format)
  sayExtensions(reply, events)
  return createQueryDocument(events, { queryName, format })
}

/** The namespaces of the events' own names. */
export function sayExtensions(reply: FastifyReply, events: readonly StoredEvent[]): void {
  const pairs = events.flatMap(({ context }) =>
    context.flatMap((item) => (isObject(item) ? Object.entries(item) : [])),
  )
  const texts = pairs.filter(([, stands]) => typeof stands === 'string' && isHeaderText(stands))
  const all = [...new Set(texts.map(([prefix, stands]) => `${prefix}=${toPlain(stands ?? '')}`))]
  if (all.length > 0)
    reply.header('gs1-extensions', all.filter(isHeaderText).slice(0, 20).join(','))
}

function isHeaderText(text: string): boolean {
  return text.length <= 500 && /^[\x21-\x7e]+$/.test(text)
}

function toAfter(
  position: { readonly after: string | number; readonly eventAt?: number | undefined } | undefined,
) {
  if (position === undefined || typeof position.after !== 'number') return undefined
  return { seq: position.after, eventAt: position.eventAt ?? 0 }
}

async function checkCount(trace: TraceReads, query: EventQuery): Promise<void> {
  const { maxEventCount } = query
  if (maxEventCount === undefined) return
  if ((await trace.countEvents(query, maxEventCount + 1)) <= maxEventCount) return
  const detail = `More events than maxEventCount, ${maxEventCount}, are found; ask for less at once, or leave it out and read page by page.`
  throw new EpcisProblem('QueryTooLargeException', detail)
}

/** Parameters of an address without those of paging; one that stands there twice is a list. */
export function toParameters(request: FastifyRequest): JsonObject {
  const given = request.query as Readonly<Record<string, string | readonly string[]>>
  const { perPage: _perPage, nextPageToken: _token, ...parameters } = given
  const entries = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.flatMap((one) => one.split('|')),
  ])
  return Object.fromEntries(entries) as JsonObject
}
