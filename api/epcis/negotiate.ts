import type { FastifyReply, FastifyRequest } from 'fastify'

import { EpcisProblem } from './problem.ts'

/** The one version that is spoken. */
const VERSION = '2.0.0'
const MEDIA_TYPES = new Set([
  'application/json',
  'application/ld+json',
  'application/problem+json',
  'application/*',
  '*/*',
])
const VERSION_HEADERS = ['gs1-epcis', 'gs1-cbv'] as const

/** What every answer says of itself (EPCIS 2.0 §12.4). */
export const VERSION_ANSWERS = {
  'gs1-epcis-version': VERSION,
  'gs1-epcis-min': VERSION,
  'gs1-epcis-max': VERSION,
  'gs1-cbv-version': VERSION,
  'gs1-cbv-min': VERSION,
  'gs1-cbv-max': VERSION,
} as const

/** A hook: refuses what wants another version or another format, before anything is read. */
export async function negotiate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(VERSION_ANSWERS)
  checkAccept(request.headers.accept)
  for (const what of VERSION_HEADERS) {
    checkVersion(`${what}-min`, request, (asked) => compare(asked, VERSION) <= 0)
    checkVersion(`${what}-max`, request, (asked) => compare(VERSION, asked) <= 0)
    checkVersion(`${what}-version`, request, (asked) => asked.startsWith('2.'))
  }
}

function checkAccept(accept: string | undefined): void {
  if (accept === undefined || accept.trim() === '') return
  const wanted = accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '')
  if (wanted.some((type) => MEDIA_TYPES.has(type))) return
  const detail = `Accept is ${JSON.stringify(accept.slice(0, 200))}; there is application/json and application/ld+json.`
  throw new EpcisProblem('NotAcceptableException', detail)
}

function checkVersion(
  name: string,
  request: FastifyRequest,
  isRight: (asked: string) => boolean,
): void {
  const asked = request.headers[name]
  if (asked === undefined) return
  const text = String(asked)
  if (/^\d{1,4}(\.\d{1,4}){0,3}$/.test(text) && isRight(text.includes('.') ? text : `${text}.0`))
    return
  const detail = `${name} is ${JSON.stringify(text.slice(0, 100))}; spoken here is version ${VERSION}.`
  throw new EpcisProblem('NotAcceptableException', detail)
}

/** `2.0` and `2.0.0` are one. */
function compare(one: string, other: string): number {
  const [first, second] = [one.split('.').map(Number), other.split('.').map(Number)]
  for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
    const difference = (first[at] ?? 0) - (second[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
