import type { Place } from '#domain/place.ts'
import type { Text } from '#domain/text.ts'
import { AMOUNT_UNITS, toBase } from '#domain/trace/amount.ts'
import { isSsccName } from '#domain/trace/batch.ts'
import {
  ITEM_ROLES,
  type Operation,
  type OperationItem,
  type UnsentOperation,
} from '#domain/trace/operation.ts'

import type { Finding } from './check.ts'
import type { ItemRule, OperationKind } from './kind.ts'

/** What a kind asks of any operation of it. All that is wrong is said at once. */
export function findBrokenRules(
  kind: OperationKind,
  operation: UnsentOperation,
  place: Place | undefined,
): Finding[] {
  return [
    ...ITEM_ROLES.flatMap((role) => checkRole(kind, operation, role)),
    ...checkPlace(kind, operation, place),
    ...checkParty('from', kind.from, operation.from),
    ...checkParty('to', kind.to, operation.to),
  ]
}

function checkRole(
  { name, items: rules }: OperationKind,
  operation: Pick<Operation, 'items'>,
  role: OperationItem['role'],
): Finding[] {
  const items = operation.items.filter((item) => item.role === role)
  const rule = rules[role]
  if (rule === undefined) {
    if (items.length === 0) return []
    const roles = Object.keys(rules).join(', ')
    return [
      refuse(
        `"${name.vi}" không có vai trò ${role}; vai trò được dùng: ${roles}.`,
        `"${name.en}" has no role ${role}; its roles are ${roles}.`,
      ),
    ]
  }
  return [
    ...checkCount(items.length, rule, role),
    ...items.flatMap((item) => checkItem(item, rule)),
  ]
}

function checkCount(count: number, { min, max }: ItemRule, role: string): Finding[] {
  if (count >= min && count <= max) return []
  return [
    refuse(
      `Cần từ ${min} đến ${max} mục ở vai trò ${role}, nhận được ${count}.`,
      `From ${min} to ${max} items of role ${role} are needed, ${count} were received.`,
    ),
  ]
}

function checkItem({ item, role, amount }: OperationItem, rule: ItemRule): Finding[] {
  const isUnit = isSsccName(item)
  if (rule.of !== 'either' && isUnit !== (rule.of === 'unit')) {
    const wanted: Text =
      rule.of === 'unit'
        ? {
            vi: 'một đơn vị logistic (SSCC 18 chữ số)',
            en: 'a logistic unit (an SSCC of 18 digits)',
          }
        : { vi: 'một lô hàng', en: 'a batch' }
    return [refuse(`"${item}" phải là ${wanted.vi}.`, `"${item}" has to be ${wanted.en}.`)]
  }
  if (amount === null) {
    if (isUnit || rule.amount !== 'needed') return []
    return [refuse(`"${item}" (${role}) thiếu số lượng.`, `"${item}" (${role}) has no amount.`)]
  }
  if (isUnit || rule.amount === 'none') {
    return [
      refuse(
        `"${item}" (${role}) không có số lượng ở đây.`,
        `"${item}" (${role}) takes no amount here.`,
      ),
    ]
  }
  return checkUnit({ item, role, amount }, rule)
}

function checkUnit({ item, amount }: OperationItem, { bases }: ItemRule): Finding[] {
  if (amount === null || bases === undefined) return []
  if (bases.includes(toBase(amount).unit)) return []
  const units = Object.entries(AMOUNT_UNITS).filter(([, { base }]) => bases.includes(base))
  const accepted = units.map(([unit]) => unit).join(', ')
  return [
    refuse(
      `"${item}" được ghi bằng ${amount.unit}; đơn vị được dùng: ${accepted}.`,
      `"${item}" is given in ${amount.unit}; accepted are ${accepted}.`,
    ),
  ]
}

function checkPlace(
  { place: rule, name }: OperationKind,
  { place: given }: Pick<Operation, 'place'>,
  place: Place | undefined,
): Finding[] {
  if (given === null) {
    if (rule?.need !== 'needed') return []
    return [refuse(`"${name.vi}" cần địa điểm (place).`, `"${name.en}" needs a place.`)]
  }
  if (rule === undefined) {
    return [refuse(`"${name.vi}" không có địa điểm.`, `"${name.en}" takes no place.`)]
  }
  if (place === undefined) {
    return [refuse(`Không có địa điểm "${given}".`, `There is no place "${given}".`)]
  }
  if (rule.kinds === undefined || rule.kinds.includes(place.kind)) return []
  const kinds = rule.kinds.join(', ')
  return [
    refuse(
      `"${given}" là ${place.kind}; ở đây cần ${kinds}.`,
      `"${given}" is a ${place.kind}; it has to be one of ${kinds}.`,
    ),
  ]
}

function checkParty(
  field: 'from' | 'to',
  need: OperationKind['from'],
  given: string | null,
): Finding[] {
  if (need === 'needed' && given === null) {
    return [refuse(`Thiếu bên liên quan (${field}).`, `The party '${field}' is missing.`)]
  }
  if (need === undefined && given !== null) {
    return [refuse(`Ở đây không có bên liên quan (${field}).`, `It takes no party '${field}'.`)]
  }
  return []
}

export function refuse(vi: string, en: string, check = 'form'): Finding {
  return { check, canOverride: false, text: { vi, en } }
}
