import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'

import { verifySignature, type PublicKey, type SigningKey } from '../signing-key.ts'

/** An Ed25519 signature in base64: the comment with which the zip file ends. */
const SIGNATURE_LENGTH = 88

/** Keeps the room that `sealFile` fills. */
export const EMPTY_SEAL = 'A'.repeat(SIGNATURE_LENGTH)

/**
 * Signs all bytes of the file before its comment, also those that no reader of zip files looks at; then not a bit can be changed without
 * being found. Writes the signature over the comment.
 */
export async function sealFile(file: string, key: SigningKey): Promise<void> {
  const { size } = await stat(file)
  const signature = key.sign(await toSealedText(file, size))
  await using opened = await open(file, 'r+')
  await opened.write(signature, size - SIGNATURE_LENGTH, 'latin1')
  await opened.sync()
}

export async function verifySeal(file: string, key: PublicKey): Promise<boolean> {
  const { size } = await stat(file)
  if (size <= SIGNATURE_LENGTH) return false
  await using opened = await open(file, 'r')
  const comment = Buffer.alloc(SIGNATURE_LENGTH)
  await opened.read(comment, 0, SIGNATURE_LENGTH, size - SIGNATURE_LENGTH)
  return verifySignature(key, await toSealedText(file, size), comment.toString('latin1'))
}

async function toSealedText(file: string, size: number): Promise<string> {
  const digest = createHash('sha256')
  const end = size - SIGNATURE_LENGTH - 1
  for await (const chunk of createReadStream(file, { end })) digest.update(chunk)
  return `nguon-bundle-seal/1\n${digest.digest('hex')}`
}
