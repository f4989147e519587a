import { toBase, type BaseUnit } from '#domain/trace/amount.ts'
import type { OperationItem } from '#domain/trace/operation.ts'

import { itemsOf, type Draft, type Finding } from '../check.ts'
import { formatAmount } from '../format-amount.ts'

/** What scales, pails and eyes are off by. */
const TOLERANCE = 0.02

/** No more mass comes out than went in. */
export function massBalance(draft: Draft): Finding[] {
  return [...checkBase(draft, 'kg', 'mass-balance'), ...checkBase(draft, '1', 'piece-balance')]
}

/** No more volume comes out than went in. */
export function volumeBalance(draft: Draft): Finding[] {
  return checkBase(draft, 'L', 'volume-balance')
}

function checkBase(draft: Draft, base: BaseUnit, check: string): Finding[] {
  const into = sumOf(itemsOf(draft, 'input'), base)
  const out = sumOf(itemsOf(draft, 'output'), base)
  if (into === 0 || out <= into * (1 + TOLERANCE)) return []
  return [refuseExcess(check, { value: out, unit: base }, { value: into, unit: base })]
}

/** No more is in the bottles than went in. */
export function pieceBalance(draft: Draft): Finding[] {
  const into = sumOf(itemsOf(draft, 'input'), 'L')
  let out = 0
  for (const { item, amount } of itemsOf(draft, 'output')) {
    const content = draft.contents.get(item)
    if (amount === null || content === undefined) continue
    const { value, unit } = toBase(content)
    if (unit === 'L') out += toBase(amount).value * value
  }
  if (out <= into * (1 + TOLERANCE)) return []
  return [refuseExcess('volume-balance', { value: out, unit: 'L' }, { value: into, unit: 'L' })]
}

export function sumOf(items: readonly OperationItem[], base: BaseUnit): number {
  let sum = 0
  for (const { amount } of items) {
    if (amount === null) continue
    const { value, unit } = toBase(amount)
    if (unit === base) sum += value
  }
  return sum
}

type Sum = { readonly value: number; readonly unit: BaseUnit }

export function refuseExcess(check: string, out: Sum, into: Sum): Finding {
  const [made, given] = [formatAmount(out), formatAmount(into)]
  return {
    check,
    canOverride: true,
    text: {
      vi: `Lấy ra ${made.vi} nhưng chỉ đưa vào ${given.vi}; hãy xem lại số lượng, hoặc ghi lý do vì sao vẫn đúng.`,
      en: `${made.en} come out, but only ${given.en} went in; look at the amounts again, or say why they are right.`,
    },
  }
}
