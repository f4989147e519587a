import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { NguonError } from '#domain/error.ts'

const TOKEN_BYTES = 32
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
  const known = await readFile(file, 'utf8').catch(() => undefined)
  const created = known === undefined && (await createToken(file))
  const token = known ?? (await readFile(file, 'utf8'))
  return { token: check(token.trim(), file), created }
}

/**
 * False when there is one already. Written whole and then linked: of two processes that start together one wins, and
 * neither a power cut nor the other leaves half a token.
 */
async function createToken(file: string): Promise<boolean> {
  await mkdir(path.dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}`
  const token = `${randomBytes(TOKEN_BYTES).toString('base64url')}\n`
  await writeFile(draft, token, { mode: 0o600, flush: true })
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft)
  }
}

function check(token: string, source: string): string {
  if (token.length >= TOKEN_CHARACTERS_MIN && /^[\x21-\x7e]+$/.test(token)) return token
  throw new NguonError(
    'CONFIGURATION',
    `${source} holds ${token.length} characters; accepted are at least ${TOKEN_CHARACTERS_MIN} visible ASCII characters without spaces.`,
  )
}
