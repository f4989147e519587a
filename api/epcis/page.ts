import { createHash } from 'node:crypto'

import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { HOUR, type Instant } from '#domain/time.ts'
import type { TraceReads } from '#store/trace/contract.ts'

import { EpcisProblem } from './problem.ts'

export const PER_PAGE = 30
/** More than that is not given at once, whatever is asked for: the next page is. */
export const PER_PAGE_MAX = 1_000
const TOKEN_MS = HOUR

/** Where a page ends, and of what; nothing in it is a secret. */
const tokenShape = z.strictObject({
  /** Of the address without paging. */
  of: z.string().max(64),
  until: z.number(),
  after: z.union([z.string().max(4_000), z.number()]),
  eventAt: z.number().optional(),
  upTo: z.number().optional(),
  /** How many events `eventCountLimit` leaves. */
  left: z.number().optional(),
})
export type Position = Omit<z.output<typeof tokenShape>, 'of' | 'until'>

export interface Page {
  readonly perPage: number
  readonly position: Position | undefined
}

/** `perPage` and `nextPageToken` of a request. */
export async function readPage(request: FastifyRequest, trace: TraceReads): Promise<Page> {
  const { perPage, nextPageToken } = request.query as Record<string, unknown>
  const position =
    nextPageToken === undefined ? undefined : await readToken(nextPageToken, request, trace)
  return { perPage: readPerPage(perPage), position }
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Until when a token is good; undefined: it is no token of ours. */
export function findTokenEnd(token: string): Instant | undefined {
  return decodeToken(token)?.until
}

/** Says in the headers where the next page is (RFC 8288). */
export function linkNextPage(
  request: FastifyRequest,
  reply: FastifyReply,
  position: Position,
): void {
  const until = Date.now() + TOKEN_MS
  const token = Buffer.from(JSON.stringify({ of: nameOf(request), until, ...position })).toString(
    'base64url',
  )
  const url = new URL(request.url, 'http://host')
  url.searchParams.set('nextPageToken', token)
  reply.header('link', `<${url.pathname}${url.search}>; rel="next"`)
  reply.header('gs1-next-page-token-expires', new Date(until).toISOString())
}

function readPerPage(given: unknown): number {
  if (given === undefined) return PER_PAGE
  const count = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : 0
  if (count >= 1) return Math.min(count, PER_PAGE_MAX)
  throw new EpcisProblem(
    'ValidationException',
    `perPage is ${JSON.stringify(given)}; accepted is a whole number from 1, of which more than ${PER_PAGE_MAX} is taken for ${PER_PAGE_MAX}.`,
  )
}

async function readToken(
  given: unknown,
  request: FastifyRequest,
  trace: TraceReads,
): Promise<Position> {
  const decoded = typeof given === 'string' ? decodeToken(given) : undefined
  if (decoded === undefined || decoded.of !== nameOf(request))
    throw wrongToken('is none of this address')
  if (decoded.until < Date.now()) throw wrongToken('has expired')
  if (await trace.isRevoked(hashToken(String(given)))) throw wrongToken('was invalidated')
  const { of: _of, until: _until, ...position } = decoded
  return position
}

function wrongToken(why: string): EpcisProblem {
  const detail = `nextPageToken ${why}; take it from the Link header of the page before, or begin without it.`
  return new EpcisProblem('ValidationException', detail)
}

function decodeToken(token: string): z.output<typeof tokenShape> | undefined {
  try {
    return tokenShape.safeParse(JSON.parse(Buffer.from(token, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

/** A token is good for the address that it came from alone. */
function nameOf(request: FastifyRequest): string {
  const url = new URL(request.url, 'http://host')
  for (const name of ['nextPageToken', 'perPage']) url.searchParams.delete(name)
  url.searchParams.sort()
  return hashToken(`${url.pathname}?${url.searchParams.toString()}`).slice(0, 32)
}
