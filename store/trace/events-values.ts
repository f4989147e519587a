import { sql } from 'kysely'

import type { PageQuery } from '../registry/contract.ts'
import type { ValueName } from './events-contract.ts'
import { findFieldIds } from './events-fields.ts'
import type { Database } from './schema.ts'

const COLUMNS: Readonly<Record<Exclude<ValueName, 'epc'>, string>> = {
  type: 'type',
  bizStep: 'biz_step',
  disposition: 'disposition',
  readPoint: 'read_point',
  bizLocation: 'biz_location',
}
const EPC_FIELDS = [
  'epc',
  'parentID',
  'inputEPC',
  'outputEPC',
  'epcClass',
  'inputEPCClass',
  'outputEPCClass',
]

/** Each value is found by one step into an index, however many events have it. */
export async function listValues(
  db: Database,
  what: ValueName,
  { after = '', limit }: PageQuery<string>,
): Promise<string[]> {
  const next = await createNext(db, what)
  const values: string[] = []
  let last = after
  while (values.length < limit) {
    const found = await next(last)
    if (found === null) break
    // The entry of all serials of a product is no EPC.
    if (!found.endsWith('/')) values.push(found)
    last = found
  }
  return values
}

export async function hasValue(db: Database, what: ValueName, value: string): Promise<boolean> {
  if (what !== 'epc') {
    const column = sql.ref(COLUMNS[what])
    const found = await sql`select 1 from event where ${column} = ${value} limit 1`.execute(db)
    return found.rows.length > 0
  }
  const fields = [...(await findFieldIds(db, EPC_FIELDS)).values()]
  if (fields.length === 0) return false
  const found = await sql`
    select 1 from event_term where field in (${sql.join(fields)}) and value = ${value} limit 1`.execute(
    db,
  )
  return found.rows.length > 0
}

async function createNext(
  db: Database,
  what: ValueName,
): Promise<(after: string) => Promise<string | null>> {
  if (what !== 'epc') {
    const column = sql.ref(COLUMNS[what])
    return (after) =>
      readOne(db, sql`select min(${column}) as value from event where ${column} > ${after}`)
  }
  const fields = [...(await findFieldIds(db, EPC_FIELDS)).values()]
  if (fields.length === 0) return async () => null
  return (after) => {
    const each = fields.map((field) => {
      return sql`select min(value) as value from event_term where field = ${field} and value > ${after}`
    })
    return readOne(db, sql`select min(value) as value from (${sql.join(each, sql` union all `)})`)
  }
}

async function readOne(db: Database, select: ReturnType<typeof sql>): Promise<string | null> {
  const { rows } = await sql<{ value: string | null }>`${select}`.execute(db)
  return rows[0]?.value ?? null
}
