import { conflict } from '../registry/error.ts'
import type { Masters, Recorded } from './contract.ts'
import { appendRecord } from './records.ts'
import type { Change, Database } from './schema.ts'

type Table = 'party' | 'product'

/** Who and what are kept whole, as JSON: they are read whole, by their id or their GS1 key. */
export function createMasters<Master>(db: Database, table: Table): Masters<Master> {
  const parse = ({ body }: { body: string }): Master => JSON.parse(body)
  const one = async (column: 'id' | 'gs1_key', value: string) => {
    const row = await db
      .selectFrom(table)
      .select('body')
      .where(column, '=', value)
      .executeTakeFirst()
    return row && parse(row)
  }
  return {
    list: async ({ after = '', limit }) => {
      const rows = db.selectFrom(table).select('body').where('id', '>', after)
      return (await rows.orderBy('id').limit(limit).execute()).map(parse)
    },
    get: (id) => one('id', id),
    byKey: (key) => one('gs1_key', key),
  }
}

interface Kept {
  readonly table: Table
  readonly master: { readonly id: string }
  readonly key: string | null
}

export async function putMaster(
  tx: Change,
  { table, master, key }: Kept,
  by: Recorded,
): Promise<boolean> {
  await refuseTaken(tx, { table, master, key })
  const body = JSON.stringify(master)
  const known = tx.selectFrom(table).select('body').where('id', '=', master.id)
  const before = await known.executeTakeFirst()
  if (before?.body === body) return false
  const row = { id: master.id, gs1_key: key, body }
  const upsert = tx.insertInto(table).values(row)
  await upsert.onConflict((clash) => clash.column('id').doUpdateSet(row)).execute()
  await appendRecord(tx, { kind: table, id: master.id, body }, by)
  return before === undefined
}

async function refuseTaken(tx: Change, { table, master, key }: Kept): Promise<void> {
  if (key === null) return
  const holder = await tx
    .selectFrom(table)
    .select('id')
    .where('gs1_key', '=', key)
    .where('id', '!=', master.id)
    .executeTakeFirst()
  if (holder === undefined) return
  const name = table === 'party' ? 'GLN' : 'GTIN'
  throw conflict(`the ${name} ${key} is that of ${table} "${holder.id}"; each has its own`)
}
