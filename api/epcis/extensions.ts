import type { FastifyRequest } from 'fastify'

import { toNamespaces, type Namespaces } from '#trace/epcis/context.ts'

import { EpcisProblem } from './problem.ts'

const PREFIX = /^[A-Za-z][\w.-]{0,63}$/
/** Of one request. */
const EXTENSIONS_MAX = 20

/** `GS1-Extensions: ex=http://ns.example.com/epcis/, other=…`: what prefixes stand for. */
export function readExtensions(request: FastifyRequest): Readonly<Record<string, string>> {
  const header = String(request.headers['gs1-extensions'] ?? '')
  const parts = header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const pairs = parts.map(
    (part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const,
  )
  const isRight = pairs.every(([prefix, namespace]) => PREFIX.test(prefix) && namespace !== '')
  if (isRight && pairs.length <= EXTENSIONS_MAX) return Object.fromEntries(pairs)
  const detail = `GS1-Extensions is ${JSON.stringify(header.slice(0, 200))}; accepted are up to ${EXTENSIONS_MAX} of prefix=namespace with commas between.`
  throw new EpcisProblem('ValidationException', detail)
}

export function readNamespaces(request: FastifyRequest): Namespaces {
  return toNamespaces(readExtensions(request))
}
