import { createHash, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'

import { ensureSecretFile } from '#service/secret-file.ts'

/** The services of ours that connect to the gateway. */
const SERVICES = ['ingest', 'api', 'alarms'] as const

/** Empty: the file counts. */
export type GivenSecrets = { readonly [name in (typeof SERVICES)[number]]?: string }

/** Checks the secret of a service. */
export type VerifyService = (name: string, secret: Uint8Array) => boolean

/**
 * Reads `credentials/<service>` in the data folder, one secret a file, and makes those that are missing. A secret that is given,
 * because its service has another data folder, stands in the place of its file.
 */
export async function openServiceCredentials(
  dataFolder: string,
  given: GivenSecrets = {},
): Promise<VerifyService> {
  const digests = new Map<string, Buffer>()
  for (const name of SERVICES) {
    const secret = given[name] || (await readSecret(dataFolder, name))
    digests.set(name, digest(secret))
  }
  return (name, secret) => {
    const expected = digests.get(name)
    return expected !== undefined && timingSafeEqual(expected, digest(secret))
  }
}

async function readSecret(dataFolder: string, name: string): Promise<string> {
  const { secret } = await ensureSecretFile(join(dataFolder, 'credentials', name))
  return secret
}

function digest(secret: string | Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest()
}
