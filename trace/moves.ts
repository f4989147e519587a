import { toBase } from '#domain/trace/amount.ts'
import { isSsccName, type ItemName } from '#domain/trace/batch.ts'
import type { ItemRole } from '#domain/trace/operation.ts'

import { listAllOperations } from './all-operations.ts'
import { itemsOf, type Draft, type Finding } from './check.ts'
import { refuseMore, TOLERANCE } from './standing.ts'

/** What leaves can leave, and what comes back was away. */
export async function checkMoves(draft: Draft): Promise<Finding[]> {
  return [...(await checkUnits(draft)), ...(await checkBack(draft))]
}

/** A case or a pallet leaves once, and with something in it. */
async function checkUnits(draft: Draft): Promise<Finding[]> {
  const units = itemsOf(draft, 'dispatched').filter(({ item }) => isSsccName(item))
  const findings: Finding[] = []
  for (const { item } of units) {
    const all = listAllOperations(draft.store, { item, kind: 'returning' })
    const returns = await Array.fromAsync(all)
    const dispatches = await draft.store.dispatches([item])
    if (dispatches.length > returns.length) findings.push(refuseGone(item))
    else if ((await draft.store.contents(item)).length === 0) findings.push(refuseEmpty(item))
  }
  return findings
}

/** No more comes back than left, and no more comes out of cases than went in. */
async function checkBack(draft: Draft): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [back, gone] of [
    ['returned', 'dispatched'],
    ['unpacked', 'packed'],
  ] as const) {
    for (const { item, amount } of itemsOf(draft, back)) {
      if (amount === null) continue
      const { value, unit } = toBase(amount)
      const sums = await draft.store.sums(item)
      const of = (role: ItemRole) =>
        sums.find((sum) => sum.role === role && sum.unit === unit)?.value ?? 0
      const there = of(gone) + (back === 'returned' ? of('packed') : 0) - of(back)
      if (value > there + TOLERANCE * value) findings.push(refuseMore(item, { value, unit }, there))
    }
  }
  return findings
}

function refuseGone(item: ItemName): Finding {
  return {
    check: 'already-dispatched',
    canOverride: true,
    text: {
      vi: `Kiện "${item}" đã được gửi đi rồi và chưa quay lại; hãy xem lại số SSCC, hoặc ghi lý do.`,
      en: `"${item}" was dispatched already and has not come back; look at the SSCC again, or say why.`,
    },
  }
}

function refuseEmpty(item: ItemName): Finding {
  return {
    check: 'nothing-packed',
    canOverride: true,
    text: {
      vi: `Chưa ghi gì được đóng vào kiện "${item}"; hãy ghi việc đóng gói trước, hoặc ghi lý do.`,
      en: `Nothing was recorded to be packed into "${item}"; record the packing first, or say why not.`,
    },
  }
}
