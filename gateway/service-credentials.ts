import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { NguonError } from '#domain/error.ts'

/** The services of ours that connect to the gateway. */
export const SERVICES = ['ingest', 'api'] as const

const SECRET_BYTES = 32
const OTHERS_MASK = 0o077

/** Checks the secret of a service. */
export type VerifyService = (name: string, secret: Uint8Array) => boolean

/** Reads `credentials/<service>` in the data folder, one secret a file, and makes those that are missing. */
export async function openServiceCredentials(dataFolder: string): Promise<VerifyService> {
  const folder = join(dataFolder, 'credentials')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const digests = new Map<string, Buffer>()
  for (const name of SERVICES) digests.set(name, digest(await ensureSecret(join(folder, name))))
  return (name, secret) => {
    const expected = digests.get(name)
    return expected !== undefined && timingSafeEqual(expected, digest(secret))
  }
}

async function ensureSecret(file: string): Promise<string> {
  const mode = await readMode(file)
  if (mode === undefined) await writeSecret(file)
  else requirePrivate(file, mode)
  const secret = (await readFile(file, 'utf8')).trim()
  if (secret !== '') return secret
  throw new NguonError(
    'CREDENTIALS',
    `${file} is empty: delete it, and the next start makes a new one`,
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
    'CREDENTIALS',
    `${file} holds a secret and others may read it (mode ${(mode & 0o777).toString(8)}): delete it for a new one, or chmod 600 it if nobody did`,
  )
}

/** Appears whole or not at all, and never replaces one that another process made in the meantime. */
async function writeSecret(file: string): Promise<void> {
  const draft = `${file}.${process.pid}`
  await writeFile(draft, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o600 })
  await chmod(draft, 0o600)
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
}

function digest(secret: string | Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest()
}
