import type { Amount, AmountUnit } from '#domain/trace/amount.ts'
import { isSsccName, type ItemName } from '#domain/trace/batch.ts'

import { toBatches } from '../database/row-batches.ts'
import type { Dispatch, ItemStanding, RoleSum } from './contract.ts'
import type { Database } from './schema.ts'
import { sumItems } from './sums.ts'

/** What thousands of items are and where they are, in a few statements. */
export async function listStandings(
  db: Database,
  items: readonly ItemName[],
): Promise<Map<ItemName, ItemStanding>> {
  const standings = new Map<ItemName, Draft>()
  for (const item of items) standings.set(item, { product: null, lot: null, place: null, sums: [] })
  for (const some of toBatches(items)) {
    await addBatches(db, some, standings)
    await addStays(db, some, standings)
    await addSums(db, some, standings)
  }
  return standings
}

type Draft = { -readonly [Key in keyof ItemStanding]: ItemStanding[Key] } & { sums: RoleSum[] }
type Drafts = Map<ItemName, Draft>

async function addBatches(db: Database, items: readonly ItemName[], drafts: Drafts) {
  const ids = items.filter((item) => !isSsccName(item))
  if (ids.length === 0) return
  const rows = db.selectFrom('batch').select(['id', 'product', 'lot']).where('id', 'in', ids)
  for (const { id, product, lot } of await rows.execute()) {
    Object.assign(drafts.get(id) ?? {}, { product, lot })
  }
}

async function addStays(db: Database, items: readonly ItemName[], drafts: Drafts) {
  const open = db.selectFrom('stay').select(['item', 'place']).where('until_at', 'is', null)
  for (const { item, place } of await open.where('item', 'in', items).execute()) {
    Object.assign(drafts.get(item) ?? {}, { place })
  }
}

async function addSums(db: Database, items: readonly ItemName[], drafts: Drafts) {
  for (const { item, ...sum } of await sumItems(db, items)) drafts.get(item)?.sums.push(sum)
}

export async function listDispatches(
  db: Database,
  items: readonly ItemName[],
): Promise<Dispatch[]> {
  const dispatches: Dispatch[] = []
  for (const some of toBatches(items)) {
    const rows = await db
      .selectFrom('operation_item')
      .innerJoin('operation', 'operation.id', 'operation_item.operation')
      .select(['operation', 'item', 'value', 'unit', 'operation.at as at', 'body'])
      .where('item', 'in', some)
      .where('role', '=', 'dispatched')
      .where('corrected_by', 'is', null)
      .execute()
    dispatches.push(...rows.map(toDispatch))
  }
  return dispatches.toSorted((one, other) => one.at - other.at)
}

function toDispatch(row: {
  readonly operation: string
  readonly item: string
  readonly value: number | null
  readonly unit: string | null
  readonly at: number
  readonly body: string
}): Dispatch {
  const { operation, item, value, unit, at } = row
  const { to }: { readonly to: string | null } = JSON.parse(row.body)
  const amount: Amount | null =
    value === null || unit === null ? null : { value, unit: unit as AmountUnit }
  return { operation, item, at, to, amount }
}
