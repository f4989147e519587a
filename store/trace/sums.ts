import type { BaseUnit } from '#domain/trace/amount.ts'
import type { ItemName } from '#domain/trace/batch.ts'
import type { ItemRole } from '#domain/trace/operation.ts'

import type { RoleSum } from './contract.ts'
import type { Database } from './schema.ts'

/** What the operations that hold add up to. */

/** Of at most as many items as one statement takes. */
export async function sumItems(
  db: Database,
  items: readonly ItemName[],
): Promise<(RoleSum & { readonly item: ItemName })[]> {
  const rows = await db
    .selectFrom('operation_item')
    .innerJoin('operation', 'operation.id', 'operation_item.operation')
    .select(({ fn }) => [
      'item',
      'role',
      'unit',
      fn.sum<number>('value').as('value'),
      fn.min('operation_item.at').as('firstAt'),
    ])
    .where('item', 'in', items)
    .where('corrected_by', 'is', null)
    .where('value', 'is not', null)
    .groupBy(['item', 'role', 'unit'])
    .execute()
  return rows.map(({ item, role, unit, value, firstAt }) => {
    return { item, role: role as ItemRole, unit: unit as BaseUnit, value, firstAt }
  })
}

export async function sumDrawn(db: Database, vat: ItemName): Promise<number> {
  const row = await db
    .selectFrom('operation_item')
    .innerJoin('operation', 'operation.id', 'operation_item.operation')
    .select(({ fn }) => fn.sum<number | null>('value').as('litres'))
    .where('role', '=', 'output')
    .where('unit', '=', 'L')
    .where('kind', '=', 'drawing')
    .where('corrected_by', 'is', null)
    .where('operation', 'in', (eb) =>
      eb
        .selectFrom('operation_item as drawn')
        .select('drawn.operation')
        .where('drawn.item', '=', vat)
        .where('drawn.role', '=', 'input'),
    )
    .executeTakeFirstOrThrow()
  return row.litres ?? 0
}

export async function listContents(db: Database, sscc: string): Promise<ItemName[]> {
  const rows = await db
    .selectFrom('operation_item as parent')
    .innerJoin('operation', 'operation.id', 'parent.operation')
    .innerJoin('operation_item as child', 'child.operation', 'parent.operation')
    .select(['child.item', 'child.role', 'child.value'])
    .where('parent.item', '=', sscc)
    .where('parent.role', '=', 'parent')
    .where('child.role', 'in', ['packed', 'unpacked'])
    .where('corrected_by', 'is', null)
    .orderBy('operation.at')
    .execute()
  const inside = new Map<ItemName, number>()
  for (const { item, role, value } of rows) {
    const sign = role === 'packed' ? 1 : -1
    inside.set(item, (inside.get(item) ?? 0) + sign * (value ?? 1))
  }
  return [...inside].filter(([, amount]) => amount > 0).map(([item]) => item)
}
