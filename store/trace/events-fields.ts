import { toBatches } from '../database/row-batches.ts'
import type { Change, Database } from './schema.ts'

/** The number of each name; those that are new get one. */
export async function toFieldIds(
  tx: Change,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Set(names)]
  const known = await findFieldIds(tx, wanted)
  const fresh = wanted.filter((name) => !known.has(name)).map((name) => ({ name }))
  if (fresh.length === 0) return known
  const { last } = await tx
    .selectFrom('event_field')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow()
  const rows = fresh.map(({ name }, index) => ({ id: (last ?? 0) + index + 1, name }))
  for (const some of toBatches(rows)) await tx.insertInto('event_field').values(some).execute()
  return new Map([...known, ...rows.map(({ id, name }) => [name, id] as const)])
}

/** Names that no event has are not in it. */
export async function findFieldIds(
  db: Database,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>()
  for (const some of toBatches([...new Set(names)])) {
    const rows = await db.selectFrom('event_field').selectAll().where('name', 'in', some).execute()
    for (const { id, name } of rows) ids.set(name, id)
  }
  return ids
}
