import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto'
import path from 'node:path'

import { ensureSecretFile } from './secret-file.ts'

/** Who we are to push services (RFC 8292). A subscription is bound to the public key: with another pair all are void. */
export interface WebPushKeys {
  /** Uncompressed point, base64url: what a page passes as applicationServerKey. */
  readonly publicKey: string
  readonly privateKey: KeyObject
}

/** Those of this platform, made at the first start. */
export async function openWebPushKeys(credentialsFolder: string): Promise<WebPushKeys> {
  const { secret } = await ensureSecretFile(path.join(credentialsFolder, 'web-push'))
  return readWebPushKeys(secret)
}

/** The pair whose private scalar these 32 bytes are (base64url). */
export function readWebPushKeys(secret: string): WebPushKeys {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(Buffer.from(secret, 'base64url'))
  const point = pair.getPublicKey()
  const encode = (bytes: Buffer) => bytes.toString('base64url')
  // RFC 7518 §6.2.1; the point begins with a byte that says that both halves follow.
  const [x, y] = [encode(point.subarray(1, 33)), encode(point.subarray(33))] as const
  const key = { kty: 'EC', crv: 'P-256', d: secret, x, y } as const
  return {
    publicKey: point.toString('base64url'),
    privateKey: createPrivateKey({ key, format: 'jwk' }),
  }
}
