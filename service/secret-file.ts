import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { NguonError } from '#domain/error.ts'

const SECRET_BYTES = 32
const OTHERS_MASK = 0o077

export interface Secret {
  readonly secret: string
  /** True when this call made it. */
  readonly created: boolean
}

/**
 * The secret that a file holds; when there is no file it is made: 32 random bytes as base64url, mode 0600. Throws a
 * NguonError `CONFIGURATION` when the file is empty or others may read it.
 */
export async function ensureSecretFile(file: string): Promise<Secret> {
  const mode = await readMode(file)
  const created = mode === undefined && (await writeSecret(file))
  if (mode !== undefined) requirePrivate(file, mode)
  const secret = (await readFile(file, 'utf8')).trim()
  if (secret !== '') return { secret, created }
  throw new NguonError(
    'CONFIGURATION',
    `${file} is empty: delete it, and the next start makes a new one.`,
  )
}

async function readMode(file: string): Promise<number | undefined> {
  const found = await stat(file).catch(() => undefined)
  return found?.mode
}

function requirePrivate(file: string, mode: number): void {
  // Windows has no such bits.
  if (process.platform === 'win32' || (mode & OTHERS_MASK) === 0) return
  throw new NguonError(
    'CONFIGURATION',
    `${file} holds a secret and others may read it (mode ${(mode & 0o777).toString(8)}): delete it for a new one, or chmod 600 it if nobody did.`,
  )
}

/**
 * False when there is one already. Written whole and then linked: of two processes that start together one wins, and
 * neither a power cut nor the other leaves half a secret.
 */
async function writeSecret(file: string): Promise<boolean> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}`
  const secret = `${randomBytes(SECRET_BYTES).toString('base64url')}\n`
  await writeFile(draft, secret, { mode: 0o600, flush: true })
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
