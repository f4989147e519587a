import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto'
import path from 'node:path'

import { ensureSecretFile } from '#service/secret-file.ts'

export interface PublicKey {
  /** SHA-256 of `spki`, hex: what a person compares. */
  readonly id: string
  /** SubjectPublicKeyInfo, DER (RFC 8410). */
  readonly spki: Uint8Array
  readonly object: KeyObject
}

export interface SigningKey {
  readonly publicKey: PublicKey
  /** Ed25519 over the UTF-8 of the text, base64. */
  sign(text: string): string
}

/** RFC 8410 §7: a private key of 32 bytes is PKCS #8 with this in front. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The platform's key, made at the first start: `evidence-key` among its credentials, mode 0600. */
export async function openSigningKey(credentialsFolder: string): Promise<SigningKey> {
  const { secret } = await ensureSecretFile(path.join(credentialsFolder, 'evidence-key'))
  return createSigningKey(Buffer.from(secret, 'base64url'))
}

/** From the 32 bytes that are the private key (RFC 8032 §5.1.5). */
export function createSigningKey(seed: Uint8Array): SigningKey {
  const der = Buffer.concat([PKCS8_HEAD, seed])
  const object = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(object).export({ format: 'der', type: 'spki' })
  return {
    publicKey: toPublicKey(spki),
    sign: (text) => sign(null, Buffer.from(text), object).toString('base64'),
  }
}

/** Throws on bytes that are no public key. */
export function toPublicKey(spki: Uint8Array): PublicKey {
  const object = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  return { id: hash('sha256', spki, 'hex'), spki, object }
}

export function verifySignature({ object }: PublicKey, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64')
  // One way to write it: a character that base64 leaves out of account would be a change that nobody sees.
  if (bytes.toString('base64') !== signature || object.asymmetricKeyType !== 'ed25519') return false
  return verify(null, Buffer.from(text), object, bytes)
}
