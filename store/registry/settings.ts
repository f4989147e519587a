import type { Settings } from './contract-notifications.ts'
import type { PageQuery } from './contract.ts'
import { notFound } from './error.ts'
import { releaseHeld } from './notices.ts'
import type { Database } from './schema.ts'

/** Settings are kept whole, as JSON: they are written by people, read whole, and never asked for by what is in them. */
export function createSettings<Setting extends { readonly id: string }>(
  db: Database,
  table: 'person' | 'route' | 'roster',
): Settings<Setting> {
  const parse = ({ body }: { body: string }): Setting => JSON.parse(body)
  return {
    list: async ({ after = '', limit }: PageQuery<string>) => {
      const rows = db.selectFrom(table).select('body').where('id', '>', after)
      return (await rows.orderBy('id').limit(limit).execute()).map(parse)
    },
    get: async (id) => {
      const row = await db.selectFrom(table).select('body').where('id', '=', id).executeTakeFirst()
      return row && parse(row)
    },
    put: async (setting) => {
      const row = { id: setting.id, body: JSON.stringify(setting) }
      return await db.transaction().execute(async (tx) => {
        const known = tx.selectFrom(table).select('id').where('id', '=', setting.id)
        const isNew = (await known.executeTakeFirst()) === undefined
        const upsert = tx.insertInto(table).values(row)
        await upsert.onConflict((clash) => clash.column('id').doUpdateSet(row)).execute()
        await releaseHeld(tx)
        return isNew
      })
    },
    remove: async (id) => {
      await db.transaction().execute(async (tx) => {
        const one = tx.deleteFrom(table).where('id', '=', id)
        const { numDeletedRows } = await one.executeTakeFirstOrThrow()
        if (numDeletedRows === 0n) throw notFound(table, id)
        await releaseHeld(tx)
      })
    },
  }
}
