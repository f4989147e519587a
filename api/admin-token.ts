import path from 'node:path'

import { NguonError } from '#domain/error.ts'
import { ensureSecretFile } from '#service/secret-file.ts'

/** A shorter one can be guessed. */
const TOKEN_CHARACTERS_MIN = 16

export interface AdminToken {
  readonly token: string
  /** True when this call made it. */
  readonly created: boolean
}

/**
 * The token that opens the API: `given` by the environment, else the content of `<data>/admin-token`, which is made
 * (mode 0600) when it does not exist. Throws a NguonError `CONFIGURATION` when it is too short to be safe.
 */
export async function readAdminToken(data: string, given: string): Promise<AdminToken> {
  if (given !== '') return { token: check(given, 'NGUON_ADMIN_TOKEN'), created: false }
  const file = path.join(data, 'admin-token')
  const { secret, created } = await ensureSecretFile(file)
  return { token: check(secret, file), created }
}

function check(token: string, source: string): string {
  if (token.length >= TOKEN_CHARACTERS_MIN && /^[\x21-\x7e]+$/.test(token)) return token
  throw new NguonError(
    'CONFIGURATION',
    `${source} holds ${token.length} characters; accepted are at least ${TOKEN_CHARACTERS_MIN} visible ASCII characters without spaces.`,
  )
}
