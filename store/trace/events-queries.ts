import type { Instant } from '#domain/time.ts'
import type { JsonObject } from '#trace/epcis/json.ts'

import type { PageQuery } from '../registry/contract.ts'
import type { NamedQuery } from './events-contract.ts'
import type { NamedQueryTable } from './events-schema.ts'
import type { Change, Database } from './schema.ts'

export async function findQuery(db: Database, name: string): Promise<NamedQuery | undefined> {
  const row = db.selectFrom('named_query').selectAll().where('name', '=', name)
  const found = await row.executeTakeFirst()
  return found && toQuery(found)
}

export async function listQueries(
  db: Database,
  { after = '', limit }: PageQuery<string>,
): Promise<NamedQuery[]> {
  const rows = db.selectFrom('named_query').selectAll().where('name', '>', after)
  return (await rows.orderBy('name').limit(limit).execute()).map(toQuery)
}

export async function insertQuery(tx: Change, query: NamedQuery): Promise<boolean> {
  const { name, createdAt } = query
  const [body, extensions] = [JSON.stringify(query.query), JSON.stringify(query.extensions)]
  const insert = tx
    .insertInto('named_query')
    .values({ name, body, extensions, created_at: createdAt })
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((clash) => clash.column('name').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function deleteQuery(tx: Change, name: string): Promise<boolean> {
  await tx.deleteFrom('subscription').where('query', '=', name).execute()
  const removed = tx.deleteFrom('named_query').where('name', '=', name)
  return (await removed.executeTakeFirstOrThrow()).numDeletedRows > 0n
}

export async function isRevoked(db: Database, hash: string): Promise<boolean> {
  const row = db.selectFrom('revoked_token').select('hash').where('hash', '=', hash)
  return (await row.executeTakeFirst()) !== undefined
}

/** Those whose time is over are forgotten: a token itself says until when it is good. */
export async function revokeToken(tx: Change, hash: string, until: Instant): Promise<void> {
  await tx.deleteFrom('revoked_token').where('until_at', '<', Date.now()).execute()
  const insert = tx.insertInto('revoked_token').values({ hash, until_at: until })
  await insert.onConflict((clash) => clash.column('hash').doNothing()).execute()
}

function toQuery({ name, body, extensions, created_at }: NamedQueryTable): NamedQuery {
  return {
    name,
    query: JSON.parse(body) as JsonObject,
    extensions: JSON.parse(extensions) as NamedQuery['extensions'],
    createdAt: created_at,
  }
}
