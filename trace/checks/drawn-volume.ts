import type { BaseUnit } from '#domain/trace/amount.ts'
import type { RoleSum } from '#store/trace/contract.ts'

import { itemsOf, type Draft, type Finding } from '../check.ts'
import { refuseExcess, sumOf } from './balance.ts'

/** Litres that a kilogram of what is in a vat gives at most: no sauce is lighter than water. */
const LITRES_PER_KILOGRAM = 1

/** A vat does not give more than was put into it, all its draws together. */
export async function drawnVolume(draft: Draft): Promise<Finding[]> {
  const [vat] = itemsOf(draft, 'input')
  if (vat === undefined) return []
  const sums = await draft.store.sums(vat.item)
  const put = valueOf(sums, 'output', 'kg') * LITRES_PER_KILOGRAM + valueOf(sums, 'output', 'L')
  if (put === 0) return []
  const drawn = (await draft.store.litresDrawn(vat.item)) + sumOf(itemsOf(draft, 'output'), 'L')
  if (drawn <= put) return []
  return [refuseExcess('drawn-volume', { value: drawn, unit: 'L' }, { value: put, unit: 'L' })]
}

function valueOf(sums: readonly RoleSum[], role: RoleSum['role'], unit: BaseUnit): number {
  return sums.find((sum) => sum.role === role && sum.unit === unit)?.value ?? 0
}
