import { MINUTE } from '#domain/time.ts'
import { toBase, type BaseUnit } from '#domain/trace/amount.ts'
import { isSsccName, type ItemName } from '#domain/trace/batch.ts'
import type { ItemRole } from '#domain/trace/operation.ts'
import type { RoleSum, TraceReads } from '#store/trace/contract.ts'

import { itemsOf, type Draft, type Finding } from './check.ts'
import { formatAmount } from './format-amount.ts'
import { refuse } from './rules.ts'

/** What a role does to how much of a batch there is. */
const SIGNS: Readonly<Record<ItemRole, number>> = {
  output: 1,
  returned: 1,
  unpacked: 1,
  input: -1,
  dispatched: -1,
  packed: -1,
  subject: 0,
  parent: 0,
}
/** Rounding of what people write. */
export const TOLERANCE = 0.005
/** Clocks of phones differ a little. */
const FUTURE_MAX = 5 * MINUTE

/** How much of a batch there is, per unit that it was ever counted in. */
export async function findRemaining(
  store: TraceReads,
  item: ItemName,
): Promise<Map<BaseUnit, number>> {
  return toRemaining(await store.sums(item))
}

export function toRemaining(sums: readonly RoleSum[]): Map<BaseUnit, number> {
  const remaining = new Map<BaseUnit, number>()
  for (const { role, unit, value } of sums) {
    remaining.set(unit, (remaining.get(unit) ?? 0) + SIGNS[role] * value)
  }
  return remaining
}

/** What holds for operations of every kind: time, and that nothing is used that is not there. */
export async function checkStanding(draft: Draft): Promise<Finding[]> {
  const used = itemsOf(draft, 'input', 'dispatched', 'packed').filter(
    ({ item }) => !isSsccName(item),
  )
  const findings = await Promise.all(
    [...new Set(used.map(({ item }) => item))].map((item) => checkUse(draft, item)),
  )
  return [...checkTime(draft), ...findings.flat()]
}

function checkTime({ operation: { at, until, recordedAt } }: Draft): Finding[] {
  const written = (instant: number) => new Date(instant).toISOString()
  if (at > recordedAt + FUTURE_MAX) {
    const [time, now] = [written(at), written(recordedAt)]
    return [
      refuse(
        `Thời điểm ${time} ở tương lai (bây giờ là ${now}); chỉ ghi việc đã làm.`,
        `${time} is in the future (it is ${now}); record what has been done.`,
        'time',
      ),
    ]
  }
  if (until !== null && until > recordedAt + FUTURE_MAX) {
    return [
      refuse(
        `Thời điểm kết thúc ${written(until)} ở tương lai; chỉ ghi việc đã làm.`,
        `It ends in the future (${written(until)}); record what has been done.`,
        'time',
      ),
    ]
  }
  if (until === null || until >= at) return []
  return [
    refuse(
      `Kết thúc (${written(until)}) trước khi bắt đầu (${written(at)}).`,
      `It ends (${written(until)}) before it begins (${written(at)}).`,
      'time',
    ),
  ]
}

async function checkUse(draft: Draft, item: ItemName): Promise<Finding[]> {
  const { operation, store } = draft
  const sums = await store.sums(item)
  const made = sums.filter(({ role }) => role === 'output')
  if (made.length === 0 && !draft.created.has(item)) return [refuseUnmade(item)]
  const firstAt = Math.min(...made.map((sum) => sum.firstAt))
  if (firstAt > operation.at && !draft.created.has(item)) return [refuseEarly(item, firstAt)]
  const remaining = await findRemaining(store, item)
  return [...sumUse(draft, item)].flatMap(([unit, value]) => {
    const there = remaining.get(unit)
    if (there === undefined)
      return [
        refuseUnit(
          item,
          unit,
          made.map((sum) => sum.unit),
        ),
      ]
    return value <= there + TOLERANCE * value ? [] : [refuseMore(item, { value, unit }, there)]
  })
}

function sumUse(draft: Draft, item: ItemName): Map<BaseUnit, number> {
  const used = new Map<BaseUnit, number>()
  for (const each of itemsOf(draft, 'input', 'dispatched', 'packed')) {
    if (each.item !== item || each.amount === null) continue
    const { value, unit } = toBase(each.amount)
    used.set(unit, (used.get(unit) ?? 0) + value)
  }
  return used
}

export function refuseUnmade(item: ItemName): Finding {
  return refuse(
    `Chưa có thao tác nào ghi lô "${item}" từ đâu mà có; hãy ghi việc nhận, thu hoạch hoặc làm ra nó trước.`,
    `No operation says where "${item}" comes from; record first how it was received, harvested or made.`,
    'no-origin',
  )
}

function refuseEarly(item: ItemName, firstAt: number): Finding {
  const since = new Date(firstAt).toISOString()
  return refuse(
    `Lô "${item}" có từ ${since}; không thể dùng trước đó.`,
    `"${item}" exists since ${since}; it cannot be used before.`,
    'time',
  )
}

function refuseUnit(item: ItemName, unit: BaseUnit, known: readonly BaseUnit[]): Finding {
  const units = [...new Set(known)].join(', ')
  return {
    check: 'unit',
    canOverride: true,
    text: {
      vi: `Lô "${item}" được tính bằng ${units}, không phải ${unit}; hãy đổi đơn vị, hoặc ghi lý do.`,
      en: `"${item}" is counted in ${units}, not in ${unit}; convert it, or say why.`,
    },
  }
}

export function refuseMore(
  item: ItemName,
  used: { readonly value: number; readonly unit: BaseUnit },
  there: number,
): Finding {
  const wanted = formatAmount(used)
  const left = formatAmount({ value: Math.max(0, there), unit: used.unit })
  return {
    check: 'more-than-there-is',
    canOverride: true,
    text: {
      vi: `Lô "${item}" chỉ còn ${left.vi}, không đủ ${wanted.vi}; hãy xem lại số lượng, hoặc ghi lý do.`,
      en: `Of "${item}" there are ${left.en} left, not ${wanted.en}; look at the amounts again, or say why.`,
    },
  }
}
