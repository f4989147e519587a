import type { BaseUnit } from '#domain/trace/amount.ts'
import type { ItemName } from '#domain/trace/batch.ts'
import type { RoleSum, TraceReads } from '#store/trace/contract.ts'

import { itemsOf, type Draft, type Finding } from '../check.ts'
import { refuseExcess, sumOf } from './balance.ts'

/** Litres that a kilogram of what is in a vat gives at most: no sauce is lighter than water. */
const LITRES_PER_KILOGRAM = 1

/** A vat does not give more than was put into it, all its draws together. */
export async function drawnVolume(draft: Draft): Promise<Finding[]> {
  const [vat] = itemsOf(draft, 'input')
  if (vat === undefined) return []
  return await checkDrawn(draft.store, vat.item, sumOf(itemsOf(draft, 'output'), 'L'))
}

/** With `litres` more than were drawn so far. */
export async function checkDrawn(
  store: TraceReads,
  vat: ItemName,
  litres: number,
): Promise<Finding[]> {
  const sums = await store.sums(vat)
  const put = valueOf(sums, 'output', 'kg') * LITRES_PER_KILOGRAM + valueOf(sums, 'output', 'L')
  if (put === 0) return []
  const drawn = (await store.litresDrawn(vat)) + litres
  if (drawn <= put) return []
  return [refuseExcess('drawn-volume', { value: drawn, unit: 'L' }, { value: put, unit: 'L' })]
}

function valueOf(sums: readonly RoleSum[], role: RoleSum['role'], unit: BaseUnit): number {
  return sums.find((sum) => sum.role === role && sum.unit === unit)?.value ?? 0
}
