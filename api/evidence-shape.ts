import { z } from 'zod'

import { LOG_NAMES } from '#trace/evidence/evidence-reader.ts'
import { headShape, type SignedHead } from '#trace/evidence/head.ts'

import { wholeNumber } from './parameters.ts'

export const logName = z.enum(LOG_NAMES, `one of ${LOG_NAMES.join(', ')}`).meta({
  description: 'journal: what devices sent. records: what people and partners recorded.',
  examples: ['journal'],
})

export const hashText = z.string().meta({ description: 'SHA-256, hex.' })

export function headNumber(description: string, examples: readonly string[]) {
  return wholeNumber([1, Number.MAX_SAFE_INTEGER], { description, examples: [...examples] })
}

export const signedHeadShape = z
  .object({
    head: headShape.meta({ description: 'What the log was at one instant.' }),
    body: z.string().meta({
      description: 'The head as canonical JSON (RFC 8785): these bytes are signed and hashed.',
    }),
    signature: z.string().meta({ description: 'Ed25519 over the body, base64.' }),
    timeStamp: z
      .string()
      .nullable()
      .meta({ description: 'Answer of a time-stamp authority (RFC 3161), DER, base64.' }),
  })
  .meta({ description: 'A signed tree head.' })

export function toSignedHeadView({ head, body, signature, timeStamp }: SignedHead) {
  const stamp = timeStamp === null ? null : Buffer.from(timeStamp).toString('base64')
  return { head, body, signature, timeStamp: stamp }
}
