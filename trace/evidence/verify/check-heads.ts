import type { X509Certificate } from 'node:crypto'

import { z } from 'zod'

import { logFiles } from '../bundle/layout.ts'
import { parseJson } from '../bundle/lines.ts'
import type { LogName } from '../evidence-reader.ts'
import { hashHead, parseHead, verifyHead, type SignedHead, type TreeHead } from '../head.ts'
import { verifyConsistency, type Tree } from '../merkle-verify.ts'
import { EMPTY_ROOT } from '../merkle.ts'
import { verifyTimeStamp, type TimeStamp } from '../time-stamp.ts'
import { attempt, type OpenedBundle } from './opened-bundle.ts'

const headLine = z.strictObject({
  body: z.string(),
  signature: z.string(),
  timeStamp: z.base64().nullable(),
})
const proofLine = z.strictObject({
  second: z.number().int(),
  proof: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
})

export interface CheckedHeads {
  readonly heads: readonly TreeHead[]
  /** SHA-256 of their bodies. */
  readonly hashes: ReadonlySet<string>
  readonly lastStamp: TimeStamp | undefined
}

/** Signatures, the chain of the heads, and that each log only ever grew. */
export async function checkHeads(
  bundle: OpenedBundle,
  log: LogName,
  authority?: X509Certificate,
): Promise<CheckedHeads> {
  const signed = await readHeads(bundle, log)
  const proofs = await readProofs(bundle, log)
  let before: SignedHead | undefined
  let lastStamp: TimeStamp | undefined
  for (const one of signed) {
    checkSignature(bundle, one)
    checkOrder(bundle, one, before)
    checkHistory(bundle, { one, before, proof: proofs.get(one.head.number) })
    lastStamp = checkTimeStamp(bundle, one, authority) ?? lastStamp
    before = one
  }
  const hashes = new Set(signed.map(({ body }) => hashHead(body)))
  return { heads: signed.map(({ head }) => head), hashes, lastStamp }
}

async function readHeads({ zip, flaws }: OpenedBundle, log: LogName): Promise<SignedHead[]> {
  const path = logFiles(log).heads
  const found: SignedHead[] = []
  await attempt({ flaws }, path, async () => {
    for await (const line of zip.lines(path)) {
      const head = toSignedHead(line)
      if (head?.head.log === log) found.push(head)
      else flaws.add('head-invalid', `${path}: ${found.length + 1}`)
    }
  })
  return found
}

function toSignedHead(line: string): SignedHead | undefined {
  const parsed = headLine.safeParse(parseJson(line))
  if (!parsed.success) return undefined
  const { body, signature, timeStamp } = parsed.data
  try {
    const stamp = timeStamp === null ? null : Buffer.from(timeStamp, 'base64')
    return { body, head: parseHead(body), signature, timeStamp: stamp }
  } catch {
    return undefined
  }
}

async function readProofs({ zip, flaws }: OpenedBundle, log: LogName) {
  const path = logFiles(log).consistency
  const found = new Map<number, Buffer[]>()
  await attempt({ flaws }, path, async () => {
    for await (const line of zip.lines(path)) {
      const parsed = proofLine.safeParse(parseJson(line))
      if (!parsed.success) flaws.add('line-unreadable', `${path}: ${found.size + 1}`)
      else found.set(parsed.data.second, parsed.data.proof.map(fromHex))
    }
  })
  return found
}

function checkSignature({ keys, flaws }: OpenedBundle, signed: SignedHead): void {
  const key = keys.get(signed.head.key)
  if (key === undefined || !verifyHead(signed, key)) flaws.add('head-signature', nameOf(signed))
}

function checkOrder({ flaws }: OpenedBundle, signed: SignedHead, before?: SignedHead): void {
  const { number, previous } = signed.head
  const isNext = number === (before?.head.number ?? 0) + 1
  const named = before === undefined ? null : hashHead(before.body)
  if (!isNext || previous !== named) flaws.add('head-order', nameOf(signed))
}

interface Step {
  readonly one: SignedHead
  readonly before: SignedHead | undefined
  readonly proof: readonly Buffer[] | undefined
}

function checkHistory({ flaws }: OpenedBundle, { one, before, proof }: Step): void {
  const first = before === undefined ? { size: 0, root: EMPTY_ROOT } : toTree(before.head)
  const isContinued = proof !== undefined && verifyConsistency(first, toTree(one.head), proof)
  if (!isContinued) flaws.add('head-history', nameOf(one))
}

function checkTimeStamp(
  { flaws }: OpenedBundle,
  signed: SignedHead,
  authority?: X509Certificate,
): TimeStamp | undefined {
  if (signed.timeStamp === null) return undefined
  try {
    const stamp = verifyTimeStamp(signed.timeStamp, signed.body)
    if (authority === undefined || isOf(stamp.certificate, authority)) return stamp
    flaws.add('time-stamp', nameOf(signed), `${stamp.certificate.subject} ≠ ${authority.subject}`)
  } catch (error) {
    flaws.add('time-stamp', nameOf(signed), error instanceof Error ? error.message : '')
  }
  return undefined
}

/** The authority's certificate itself, or one that it issued. */
function isOf(certificate: X509Certificate, authority: X509Certificate): boolean {
  if (certificate.fingerprint256 === authority.fingerprint256) return true
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
}

export function toTree({ size, root }: TreeHead): Tree {
  return { size, root: fromHex(root) }
}

function nameOf({ head }: SignedHead): string {
  return `${head.log} head ${head.number}`
}

function fromHex(hex: string): Buffer {
  return Buffer.from(hex, 'hex')
}
