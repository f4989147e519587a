import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { answerScan, type ScanAnswer } from '../link/answer.ts'
import { LINKSET_TYPE, toLanguage, wantsLinkset } from '../link/negotiate.ts'
import { PAGE_CSP } from '../link/page.ts'
import { openScanTally } from '../link/scan-tally.ts'
import { toDay } from '../link/words.ts'
import type { ApiOptions } from '../options.ts'
import type { App } from '../server.ts'

type Tally = ReturnType<typeof openScanTally>

const text = (description: string, example: string) =>
  z.string().meta({ description, examples: [example] })
const gtin = text('GTIN-8, -12, -13 or -14.', '08930000000019')
const querystring = z.looseObject({
  lang: z
    .string()
    .optional()
    .meta({ description: '`vi` or `en`; else by `Accept-Language`.', examples: ['en'] }),
  linkType: z
    .string()
    .optional()
    .meta({
      description:
        'A type of link (`gs1:pip`, `gs1:traceability`, `gs1:certificationInfo`, `gs1:epcis`): redirects to it. `linkset`: all of them.',
      examples: ['linkset'],
    }),
})
const page = (description: string) => ({
  description,
  content: { 'text/html': { schema: z.string() } },
})
const linkset = z
  .object({ linkset: z.array(z.looseObject({ anchor: z.string() })) })
  .meta({ description: 'All links of the code (RFC 9264).' })
const response = {
  200: {
    description:
      'The page for buyers; as `application/linkset+json` all links of the code (RFC 9264).',
    content: { 'text/html': { schema: z.string() }, [LINKSET_TYPE]: { schema: linkset } },
  },
  307: page('To the link of the type that was asked for.'),
  400: page('The code is wrong; the page says what about it.'),
  404: page(
    'Nothing with this code is here, or its producer has not published it; or it has no link of this type.',
  ),
}

const ROUTES = [
  {
    url: '/01/:gtin',
    operationId: 'scanProduct',
    summary: 'What the code of a product leads to',
    params: z.object({ gtin }),
  },
  {
    url: '/01/:gtin/10/:lot',
    operationId: 'scanLot',
    summary: 'What the code of a lot leads to',
    params: z.object({ gtin, lot: text('GS1 lot.', 'PK-2026-07') }),
  },
  {
    url: '/00/:sscc',
    operationId: 'scanUnit',
    summary: 'What the code of a case or a pallet leads to',
    params: z.object({ sscc: text('SSCC, 18 digits.', '106141412345678908') }),
  },
  {
    url: '/414/:gln',
    operationId: 'scanParty',
    summary: 'What the code of a producer’s place leads to',
    params: z.object({ gln: text('GLN, 13 digits.', '0614141123452') }),
  },
] as const
/** Codes with serial numbers, variants and extensions too. */
const MORE = ['/01/:gtin/*', '/414/:gln/*', '/417/:gln']

/** GS1 Digital Links of ours. Open: whoever holds the goods may read what their producer published. */
export function registerDigitalLink(app: App, options: ApiOptions): void {
  const tally = openScanTally(options.trace.scans, options.log)
  app.addHook('onClose', () => tally[Symbol.asyncDispose]())
  const handle = (request: FastifyRequest, reply: FastifyReply) =>
    answer({ options, tally }, request, reply)
  const config = { open: true }
  for (const { url, params, ...words } of ROUTES) {
    const schema = { ...words, tags: ['codes'], security: [], params, querystring, response }
    app.get(url, { schema, config }, handle)
  }
  for (const url of MORE) app.get(url, { schema: { hide: true }, config }, handle)
}

async function answer(
  { options, tally }: { readonly options: ApiOptions; readonly tally: Tally },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { headers } = request
  const query = new URL(request.url, 'http://localhost').searchParams
  const base = options.publicUrl || `${request.protocol}://${request.host}`
  const scan = {
    // The address as it was asked for: what a router decodes is no Digital Link any more.
    url: `${base}${request.url}`,
    base,
    language: toLanguage(query.get('lang') ?? undefined, headers['accept-language']),
    linkType: query.get('linkType') ?? undefined,
    wantsLinkset: wantsLinkset(headers.accept),
    now: Date.now(),
  }
  const found = await answerScan(options, scan)
  if (request.method === 'GET') countScan(options, tally, { found, request })
  return send(reply, found)
}

function send(reply: FastifyReply, { status, type, body, link, location }: ScanAnswer) {
  reply.code(status).type(type).header('vary', 'accept, accept-language')
  reply.header('content-security-policy', PAGE_CSP)
  if (location !== undefined) reply.header('location', location)
  // RFC 9264 §6: where the links of this page are.
  if (link !== undefined) {
    reply.header('link', `<${link}?linkType=linkset>; rel="linkset"; type="${LINKSET_TYPE}"`)
  }
  // As bytes, so that no charset is added to a type that has none.
  return reply.send(Buffer.from(body))
}

/** No more than which lot, on which day and, when a proxy of ours says so, from which province. */
function countScan(
  { provinceHeader, timezone }: ApiOptions,
  tally: Tally,
  { found, request }: { readonly found: ScanAnswer; readonly request: FastifyRequest },
): void {
  if (found.shown === undefined || !('product' in found.shown)) return
  const { product, batch } = found.shown
  const said = provinceHeader === '' ? '' : request.headers[provinceHeader]
  const province = typeof said === 'string' ? said.slice(0, 40) : ''
  tally.count({
    day: toDay(timezone, Date.now()),
    product: product.id,
    lot: batch?.lot ?? '',
    province,
  })
}
