import { openSqliteFile, type SqliteFile } from '../database/sqlite-file.ts'
import type { Registry } from './contract.ts'
import { migrate } from './migrate.ts'
import { createRegistry, type RegistryOptions } from './registry.ts'
import type { Schema } from './schema.ts'

export async function openSqliteRegistry(options: RegistryOptions & SqliteFile): Promise<Registry> {
  return createRegistry(await openSqliteFile<Schema>(options, migrate), options)
}
