/** The part that tests use of Martin Thomson's implementation of RFC 8188, which has no types. */
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto'

  export function decrypt(
    body: Buffer,
    parameters: {
      readonly version: 'aes128gcm'
      readonly privateKey: ECDH
      /** base64url */
      readonly authSecret: string
    },
  ): Buffer
}
