import type { Credentials } from './contract.ts'
import type { Database } from './schema.ts'
import { createSecret, hashSecret, isSecretOf } from './secret.ts'

export function createCredentials(db: Database): Credentials {
  return {
    verify: (device, secret) => verify(db, device, secret),
    changedSince: (revision) => listChangedSince(db, revision),
  }
}

/** Nobody has this secret: unknown devices are compared with it, so that they take as long to refuse as known ones. */
const NOBODY = hashSecret(createSecret())

async function verify(db: Database, device: string, secret: string): Promise<boolean> {
  const row = await db
    .selectFrom('device')
    .select(['secret_salt as salt', 'secret_hash as hash'])
    .where('id', '=', device)
    .where('state', '=', 'enrolled')
    .executeTakeFirst()
  return isSecretOf(row ?? NOBODY, secret)
}

async function listChangedSince(
  db: Database,
  revision: number,
): Promise<{ revision: number; devices: string[] }> {
  const rows = await db
    .selectFrom('device')
    .select(['id', 'credentials_revision'])
    .where('credentials_revision', '>', revision)
    .orderBy('credentials_revision')
    .execute()
  return {
    revision: rows.at(-1)?.credentials_revision ?? revision,
    devices: rows.map(({ id }) => id),
  }
}
