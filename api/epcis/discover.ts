import type { FastifyInstance } from 'fastify'

import { RequestProblem } from '../problem.ts'
import { CAPTURE_BYTES_MAX, CAPTURE_EVENTS_MAX } from './received.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** What an endpoint of capture takes at once, and what it does with errors when nobody says so. */
export const CAPTURE_LIMITS = {
  'gs1-epcis-capture-limit': String(CAPTURE_EVENTS_MAX),
  'gs1-epcis-capture-file-size-limit': String(CAPTURE_BYTES_MAX),
} as const

/**
 * Collects the addresses that are registered from here on; `answer` adds OPTIONS to each, which says what it can do
 * (EPCIS 2.0 §12.4), and a 405 for every other method.
 */
export function addOptions(epcis: Pick<FastifyInstance, 'addHook' | 'route'>): {
  answer: () => void
} {
  const methods = new Map<string, Set<string>>()
  epcis.addHook('onRoute', ({ routePath, method }) => {
    const known = methods.get(routePath) ?? new Set()
    for (const one of [method].flat()) known.add(one)
    methods.set(routePath, known)
  })
  return {
    answer: () => {
      // A copy: what is added is registered too.
      const collected = Array.from(methods, ([url, known]) => ({ url, known: [...known] }))
      for (const { url, known } of collected) addOthers(epcis, url, known)
    },
  }
}

function addOthers(
  epcis: Pick<FastifyInstance, 'route'>,
  url: string,
  known: readonly string[],
): void {
  const allow = ['OPTIONS', ...known.filter((method) => method !== 'HEAD')].join(', ')
  const schema = { hide: true }
  epcis.route({
    url,
    method: 'OPTIONS',
    schema,
    handler: async (_request, reply) => {
      reply.headers({
        ...CAPTURE_LIMITS,
        allow,
        'gs1-epc-format': 'Always_GS1_Digital_Link',
        'gs1-cbv-xml-format': 'No_Preference',
      })
      if (url === '/capture') reply.header('gs1-capture-error-behaviour', 'rollback')
      return await reply.code(204).send()
    },
  })
  epcis.route({
    url,
    method: METHODS.filter((method) => !known.includes(method)),
    schema,
    handler: async ({ method }, reply) => {
      reply.header('allow', allow)
      const detail = {
        vi: `Đã nhận ${method}; ở đây chấp nhận ${allow}.`,
        en: `${method} was received; accepted here are ${allow}.`,
      }
      throw new RequestProblem('method-not-allowed', 'METHOD_NOT_ALLOWED', detail)
    },
  })
}
