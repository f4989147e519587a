import { createCipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto'

/** What a browser gave: its public key (uncompressed point) and a secret that both sides know. */
export interface Recipient {
  readonly p256dh: Uint8Array
  readonly auth: Uint8Array
}

/** Made anew for each message; a test gives those of the standard. */
interface Ephemeral {
  readonly pair: ECDH
  readonly salt: Uint8Array
}

/** Push services take at least this much (RFC 8030 §7.2); all of it is one record. */
const BODY_BYTES_MAX = 4096
const HEADER_BYTES = 86
const TAG_BYTES = 16
/** What stands after the plaintext of the last record (RFC 8188 §2). */
const LAST_RECORD = Buffer.from([2])
export const PLAINTEXT_BYTES_MAX = BODY_BYTES_MAX - HEADER_BYTES - TAG_BYTES - LAST_RECORD.length

/** The body of a push message, which only the browser can read: aes128gcm (RFC 8188) with the keys of RFC 8291. */
export function encryptPush(
  plaintext: Uint8Array,
  { p256dh, auth }: Recipient,
  { pair, salt }: Ephemeral = createEphemeral(),
): Buffer<ArrayBuffer> {
  const sender = pair.getPublicKey()
  const shared = pair.computeSecret(p256dh)
  // RFC 8291 §3.4
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, sender])
  const input = Buffer.from(hkdfSync('sha256', shared, auth, info, 32))
  const derive = (name: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', input, salt, `Content-Encoding: ${name}\0`, bytes))
  const cipher = createCipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
  const sealed = [cipher.update(plaintext), cipher.update(LAST_RECORD), cipher.final()]
  const recordSize = Buffer.alloc(4)
  recordSize.writeUInt32BE(BODY_BYTES_MAX)
  const header = [salt, recordSize, Buffer.from([sender.length]), sender]
  return Buffer.concat([...header, ...sealed, cipher.getAuthTag()])
}

function createEphemeral(): Ephemeral {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  return { pair, salt: randomBytes(16) }
}
