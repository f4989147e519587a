import { hash } from 'node:crypto'

import { z } from 'zod'

import { NguonError } from '#domain/error.ts'

import { toCanonicalJson } from './leaf.ts'
import { verifySignature, type PublicKey, type SigningKey } from './signing-key.ts'

/** What a signature is for, so that one over something else is never taken for it. */
export const HEAD_TYPE = 'nguon-tree-head/1'

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)

const findingShape = z.strictObject({
  kind: z.enum(['damaged', 'seal', 'restored', 'altered']),
  firstNumber: count,
  lastNumber: count,
})

const archiveShape = z.strictObject({
  name: z.string(),
  bytes: count,
  sha256: hex,
  firstSequence: count,
  lastSequence: count,
})

/** A signed tree head (RFC 9162 §4.10 is its model): what a log was at one instant, and the head before it. */
export const headShape = z.strictObject({
  type: z.literal(HEAD_TYPE),
  log: z.enum(['journal', 'records']),
  /** 1, 2, 3 … of this log. */
  number: z.number().int().min(1),
  size: count,
  root: hex,
  /** RFC 3339, UTC. */
  at: z.iso.datetime(),
  /** SHA-256 of the body of the head before; null for the first. */
  previous: hex.nullable(),
  /** SHA-256 of the public key (DER, SubjectPublicKeyInfo). */
  key: hex,
  /** The file that holds the entries since the last one; null where none was written. */
  archive: archiveShape.nullable(),
  /** What was found out of order since the head before. */
  findings: z.array(findingShape),
})

export type TreeHead = z.output<typeof headShape>

export interface SignedHead {
  readonly head: TreeHead
  /** The head as canonical JSON (RFC 8785): what is signed and hashed. */
  readonly body: string
  /** Ed25519 (RFC 8032) over the UTF-8 of the body, base64. */
  readonly signature: string
  /** RFC 3161 time-stamp token (DER) over the SHA-256 of the body; null when nobody was asked for one. */
  readonly timeStamp: Uint8Array | null
}

export function signHead(head: TreeHead, key: SigningKey): SignedHead {
  const body = toCanonicalJson(head)
  return { head, body, signature: key.sign(body), timeStamp: null }
}

/** Throws a NguonError `EVIDENCE_HEAD` when the body is not a head in the one way it is written. */
export function parseHead(body: string): TreeHead {
  const parsed = headShape.safeParse(parseJson(body))
  if (parsed.success && toCanonicalJson(parsed.data) === body) return parsed.data
  throw new NguonError('EVIDENCE_HEAD', `'${body.slice(0, 80)}' is not a tree head`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function hashHead(body: string): string {
  return hash('sha256', body, 'hex')
}

/** Whether the signature is that key's over that body. */
export function verifyHead({ body, head, signature }: SignedHead, key: PublicKey): boolean {
  return head.key === key.id && verifySignature(key, body, signature)
}
