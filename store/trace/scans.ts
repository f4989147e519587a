import type { ScanCount, ScanQuery, Scans } from './contract-scans.ts'
import type { Database } from './schema.ts'

export function createScans(db: Database): Scans {
  return {
    add: (counts) => addCounts(db, counts),
    list: (query) => listCounts(db, query),
  }
}

const KEY = ['day', 'product', 'lot', 'province'] as const

async function addCounts(db: Database, counts: readonly ScanCount[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const row of counts) {
      const insert = tx.insertInto('scan_count').values(row)
      await insert
        .onConflict((clash) =>
          clash
            .columns(KEY)
            .doUpdateSet((column) => ({ count: column('scan_count.count', '+', row.count) })),
        )
        .execute()
    }
  })
}

async function listCounts(
  db: Database,
  { after, limit, from, until, product, lot }: ScanQuery,
): Promise<ScanCount[]> {
  let rows = db.selectFrom('scan_count').selectAll()
  if (from !== undefined) rows = rows.where('day', '>=', from)
  if (until !== undefined) rows = rows.where('day', '<=', until)
  if (product !== undefined) rows = rows.where('product', '=', product)
  if (lot !== undefined) rows = rows.where('lot', '=', lot)
  if (after !== undefined) {
    const key = [after.day, after.product, after.lot, after.province] as const
    rows = rows.where((eb) => eb(eb.refTuple(...KEY), '>', eb.tuple(...key)))
  }
  return await rows
    .orderBy('day')
    .orderBy('product')
    .orderBy('lot')
    .orderBy('province')
    .limit(limit)
    .execute()
}
