import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const SECRET_PREFIX = 'ngn_'
const SECRET_BYTES = 32
const SALT_BYTES = 16

/** What is kept of a secret. */
export interface SecretHash {
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

/** 256 random bits behind a prefix by which people and secret scanners recognise it. */
export function createSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64url')
}

/**
 * One SHA-256, not a slow password hash: nobody guesses 256 random bits however fast the guesses are, while ten thousand
 * devices that come back after a power cut would keep the processor busy for minutes.
 */
export function hashSecret(secret: string, salt: Uint8Array = randomBytes(SALT_BYTES)): SecretHash {
  return { salt, hash: createHash('sha256').update(salt).update(secret).digest() }
}

/** Compares in constant time. */
export function isSecretOf(kept: SecretHash, secret: string): boolean {
  const { hash } = hashSecret(secret, kept.salt)
  return hash.length === kept.hash.length && timingSafeEqual(hash, kept.hash)
}
