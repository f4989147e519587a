import { hash, X509Certificate } from 'node:crypto'

import { RFC3161Timestamp, type ASN1Obj } from '@sigstore/core'

import { NguonError, toMessage } from '#domain/error.ts'
import { SECOND, type Instant } from '#domain/time.ts'

const ANSWER_MS_MAX = 20 * SECOND
const ANSWER_BYTES_MAX = 64 * 1024
/**
 * RFC 3161 §2.4.1 in DER: version 1, SHA-256 and the 32 bytes that follow, then: put your certificate into the answer. No nonce: it
 * would guard against an old answer, and no old one is over this head.
 */
const REQUEST_HEAD = Buffer.from('30390201013031300d060960864801650304020105000420', 'hex')
const REQUEST_END = Buffer.from('0101ff', 'hex')

export interface TimeStamp {
  readonly at: Instant
  /** Of the authority, from the answer itself: whether to trust it is for the reader to say. */
  readonly certificate: X509Certificate
}

/**
 * Asks a time-stamp authority for its word that `text` existed (RFC 3161, over HTTP as in §3.4). Resolves with its answer
 * (TimeStampResp, DER), checked; throws a NguonError `TIME_STAMP` otherwise.
 */
export async function requestTimeStamp(url: string, text: string): Promise<Uint8Array> {
  const digest = hash('sha256', text, 'buffer')
  const body = Buffer.concat([REQUEST_HEAD, digest, REQUEST_END])
  const headers = { 'content-type': 'application/timestamp-query' }
  const signal = AbortSignal.timeout(ANSWER_MS_MAX)
  const response = await fetch(url, { method: 'POST', headers, body, signal }).catch(
    (error: unknown) => {
      throw timeStampError(`${url} cannot be reached: ${toMessage(error)}`, error)
    },
  )
  if (!response.ok) throw timeStampError(`${url} answered ${response.status}`)
  const answer = await readBounded(response)
  verifyTimeStamp(answer, text)
  return answer
}

async function readBounded({ body }: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > ANSWER_BYTES_MAX)
      throw timeStampError(`the answer has more than ${ANSWER_BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * What the answer says, when it is granted, over this text, and signed by the certificate in it: ECDSA with any SHA-2, RSA
 * with SHA-256. Throws a NguonError `TIME_STAMP` otherwise.
 */
export function verifyTimeStamp(answer: Uint8Array, text: string): TimeStamp {
  try {
    const parsed = RFC3161Timestamp.parse(Buffer.from(answer))
    // RFC 3161 §2.4.2: 0 is granted, 1 granted with changes.
    if (parsed.status > 1n) throw new Error(`it was refused (status ${parsed.status})`)
    return { at: parsed.signingTime.getTime(), certificate: findSigner(parsed, text) }
  } catch (error) {
    throw timeStampError(`the time-stamp is not over this head: ${toMessage(error)}`, error)
  }
}

function findSigner(parsed: RFC3161Timestamp, text: string): X509Certificate {
  let refusal: unknown = new Error('it holds no certificate')
  for (const certificate of certificatesOf(parsed.root)) {
    try {
      parsed.verify(Buffer.from(text), certificate.publicKey)
      return certificate
    } catch (error) {
      refusal = error
    }
  }
  throw refusal
}

/** RFC 5652 §5.1: the field [0] of SignedData behind what is signed. */
function certificatesOf(answer: ASN1Obj): X509Certificate[] {
  const signedData = answer.subs[1]?.subs[1]?.subs[0]
  const field = signedData?.subs.find(({ tag }) => tag.isContextSpecific(0))
  return (field?.subs ?? []).map((one) => new X509Certificate(one.toDER()))
}

function timeStampError(message: string, cause?: unknown): NguonError {
  return new NguonError('TIME_STAMP', message, { retry: true, cause })
}
