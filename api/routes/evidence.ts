import { z } from 'zod'

import { toPublicKey } from '#trace/evidence/signing-key.ts'

import { logName, signedHeadShape, toSignedHeadView } from '../evidence-shape.ts'
import type { ApiOptions } from '../options.ts'
import { pageOf, pageParameters, toPage, toPageQuery } from '../page.ts'
import { problemResponses } from '../problem.ts'
import type { App } from '../server.ts'

const heads = {
  operationId: 'listTreeHeads',
  tags: ['evidence'],
  summary: 'Signed tree heads of a log, oldest first',
  description:
    'Keep the last one somewhere else: nobody can then change what it covers without being found out. docs/evidence.md tells how to check one.',
  querystring: z.strictObject({ log: logName, ...pageParameters }),
  response: { 200: pageOf(signedHeadShape), ...problemResponses('bad-request') },
}

const wishBody = z.strictObject({ log: logName }, 'a JSON object')
const wish = {
  operationId: 'wishTreeHead',
  tags: ['evidence'],
  summary: 'Have a head signed over what there is now',
  description:
    'The process that writes the logs signs it, within seconds; then it is the last of the list.',
  body: wishBody,
  response: {
    202: z
      .object({ log: logName, headNumber: z.number().int() })
      .meta({ description: 'Wished for; it will have this number, or a higher one.' }),
    ...problemResponses('bad-request'),
  },
}

const keyShape = z
  .object({
    id: z.string().meta({ description: 'SHA-256 of `spki`, hex: what people compare.' }),
    algorithm: z.literal('Ed25519'),
    spki: z.string().meta({ description: 'SubjectPublicKeyInfo (RFC 8410), DER, base64.' }),
    pem: z.string(),
  })
  .meta({ description: 'A public key that heads were signed with.' })

const keys = {
  operationId: 'listEvidenceKeys',
  tags: ['evidence'],
  summary: 'The public keys that heads were signed with, the newest last',
  response: {
    200: z.object({ items: z.array(keyShape) }).meta({ description: 'The keys.' }),
    ...problemResponses(),
  },
}

/** Signed heads and the keys to check them with. */
export function registerEvidence(app: App, { evidence }: ApiOptions): void {
  app.get('/api/v1/evidence/heads', { schema: heads }, async ({ query }) => {
    const { limit, after = 0 } = toPageQuery(query, z.number())
    const found = toPage(
      evidence.heads(query.log, { after, limit }),
      limit,
      ({ head }) => head.number,
    )
    return { items: found.items.map(toSignedHeadView), next: found.next }
  })
  app.post('/api/v1/evidence/heads', { schema: wish }, async ({ body: { log } }, reply) => {
    const headNumber = (evidence.lastHead(log)?.head.number ?? 0) + 1
    evidence.wish(log, Date.now())
    reply.code(202)
    return { log, headNumber }
  })
  app.get('/api/v1/evidence/keys', { schema: keys }, async () => {
    const items = [...evidence.keys().values()].map(toKeyView)
    return { items }
  })
}

function toKeyView(spki: Uint8Array): z.output<typeof keyShape> {
  const { id, object } = toPublicKey(spki)
  const pem = String(object.export({ format: 'pem', type: 'spki' }))
  return { id, algorithm: 'Ed25519', spki: Buffer.from(spki).toString('base64'), pem }
}
