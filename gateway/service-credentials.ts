import { createHash, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'

import { ensureSecretFile } from '#service/secret-file.ts'

/** The services of ours that connect to the gateway. */
export const SERVICES = ['ingest', 'api'] as const

/** Checks the secret of a service. */
export type VerifyService = (name: string, secret: Uint8Array) => boolean

/** Reads `credentials/<service>` in the data folder, one secret a file, and makes those that are missing. */
export async function openServiceCredentials(dataFolder: string): Promise<VerifyService> {
  const digests = new Map<string, Buffer>()
  for (const name of SERVICES) {
    const { secret } = await ensureSecretFile(join(dataFolder, 'credentials', name))
    digests.set(name, digest(secret))
  }
  return (name, secret) => {
    const expected = digests.get(name)
    return expected !== undefined && timingSafeEqual(expected, digest(secret))
  }
}

function digest(secret: string | Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest()
}
