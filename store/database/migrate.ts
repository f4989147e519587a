import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'

import { toMessage, NguonError } from '#domain/error.ts'

/**
 * Up only, in the order of their names; one that was ever released is never edited. Several processes may call it at
 * once: the first does the work in one transaction, the others find it done.
 */
export async function migrateDatabase<Schema>(
  db: Kysely<Schema>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  const provider = { getMigrations: async () => ({ ...migrations }) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error === undefined) return
  if (error instanceof NguonError) throw error
  throw new NguonError(
    'REGISTRY_MIGRATION',
    `the registry cannot be brought up to date (was it written by a newer version?): ${toMessage(error)}`,
    { cause: error },
  )
}
