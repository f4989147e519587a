import path from 'node:path'

import { z } from 'zod'

import { readEntries } from '#trace/evidence/entry-source.ts'
import type { LogName } from '#trace/evidence/evidence-reader.ts'
import type { SignedHead } from '#trace/evidence/head.ts'
import type { Hash } from '#trace/evidence/merkle.ts'

import {
  hashText,
  headNumber,
  logName,
  signedHeadShape,
  toSignedHeadView,
} from '../evidence-shape.ts'
import type { ApiOptions } from '../options.ts'
import { problemResponses, RequestProblem } from '../problem.ts'
import { requireFound } from '../require-found.ts'
import type { App } from '../server.ts'

const inclusionShape = z
  .object({
    log: logName,
    number: z.number().int(),
    index: z.number().int().meta({ description: 'Of the leaf in the log, from 0.' }),
    leafHash: hashText,
    leaf: z.string().nullable().meta({
      description:
        'The bytes that were hashed, base64; null when the entry is kept no longer, and for records.',
    }),
    proof: z.array(hashText),
    head: signedHeadShape,
  })
  .meta({ description: 'RFC 9162 §2.1.3: leads from the leaf to the root of the head.' })

const inclusion = {
  operationId: 'proveInclusion',
  tags: ['evidence'],
  summary: 'That an entry is in the log, under a signed head',
  querystring: z.strictObject({
    log: logName,
    number: headNumber('Sequence of the entry in the journal, or number of the record.', ['1']),
    head: headNumber('Number of the head; the first one over it when not given.', ['1']).optional(),
  }),
  response: { 200: inclusionShape, ...problemResponses('bad-request', 'not-found', 'conflict') },
}

const consistencyShape = z
  .object({
    log: logName,
    first: signedHeadShape,
    second: signedHeadShape,
    proof: z.array(hashText),
  })
  .meta({ description: 'RFC 9162 §2.1.4: the second continues the first.' })

const consistency = {
  operationId: 'proveConsistency',
  tags: ['evidence'],
  summary: 'That a later head continues an earlier one',
  querystring: z.strictObject({
    log: logName,
    first: headNumber('Number of the earlier head.', ['1']),
    second: headNumber('Number of the later head.', ['1']),
  }),
  response: { 200: consistencyShape, ...problemResponses('bad-request', 'not-found') },
}

/** Proofs, for whoever holds a head. */
export function registerEvidenceProofs(app: App, options: ApiOptions): void {
  const { evidence } = options

  app.get('/api/v1/evidence/proofs/inclusion', { schema: inclusion }, async ({ query }) => {
    const { log, number } = query
    const what = log === 'journal' ? 'logged entry' : 'logged record'
    const index = requireFound(evidence.indexOf(log, number), what, String(number))
    const head =
      query.head === undefined
        ? requireCovered(evidence.headOver(log, index + 1), number)
        : requireHead(options, log, query.head)
    if (head.head.size <= index) throw notCovered(number)
    return {
      log,
      number,
      index,
      leafHash: toHex(evidence.leaf(log, index)),
      leaf: log === 'journal' ? await readLeaf(options, number) : null,
      proof: evidence.inclusion(log, index, head.head.size).map(toHex),
      head: toSignedHeadView(head),
    }
  })
  app.get('/api/v1/evidence/proofs/consistency', { schema: consistency }, async ({ query }) => {
    const { log } = query
    const [first, second] = [query.first, query.second].map((at) => requireHead(options, log, at))
    if (first === undefined || second === undefined) throw new Error('two heads were asked for')
    if (first.head.number > second.head.number) {
      const detail = {
        vi: `Đầu cây ${query.first} muộn hơn ${query.second}; 'first' phải là cái sớm hơn.`,
        en: `Head ${query.first} is later than head ${query.second}; accepted is the earlier one as 'first'.`,
      }
      throw new RequestProblem('bad-request', 'HEADS_REVERSED', detail)
    }
    const proof = evidence.consistency(log, first.head.size, second.head.size).map(toHex)
    return { log, first: toSignedHeadView(first), second: toSignedHeadView(second), proof }
  })
}

function requireHead({ evidence }: ApiOptions, log: LogName, number: number): SignedHead {
  const [found] = evidence.heads(log, { after: number - 1, limit: 1 })
  const exact = found?.head.number === number ? found : undefined
  return requireFound(exact, `head of the log ${log}`, String(number))
}

function requireCovered(head: SignedHead | undefined, number: number): SignedHead {
  if (head === undefined) throw notCovered(number)
  return head
}

function notCovered(number: number): RequestProblem {
  const detail = {
    vi: `${number} đã vào nhật ký, nhưng chưa có đầu cây nào gồm nó: POST /api/v1/evidence/heads để ký ngay, hoặc đợi đến nửa đêm.`,
    en: `${number} is in the log, but no such head covers it yet: POST /api/v1/evidence/heads has one signed, or wait for midnight.`,
  }
  return new RequestProblem('conflict', 'NOT_COVERED', detail)
}

async function readLeaf(options: ApiOptions, sequence: number): Promise<string | null> {
  const { journal, evidence: reader, data } = options
  const source = { journal, reader, archiveFolder: path.join(data, 'archive') }
  for await (const { bytes } of readEntries(source, sequence, sequence)) {
    return Buffer.from(bytes).toString('base64')
  }
  return null
}

function toHex(hash: Hash): string {
  return Buffer.from(hash).toString('hex')
}
