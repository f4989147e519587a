import type { Kin } from '../kin.ts'
import type { BatchReport, Deed, Finding } from '../shape.ts'
import { holds, lacks } from './finding.ts'

type Facts = Pick<BatchReport, 'batch' | 'operations' | 'up'>

/** Where it came from, as far as that is known. */
export function findOrigins({ batch, up, operations }: Facts, { made }: Kin): Finding[] {
  const orphans = up.filter(({ uri, item, depth }) => depth > 0 && item !== null && !made.has(uri))
  const received = new Set(
    operations.filter(isReceived).flatMap(({ items }) => items.map((one) => one.item)),
  )
  const lost = orphans.flatMap(({ item }) => (item !== null && !received.has(item) ? [item] : []))
  const foreign = up.filter(({ item }) => item === null).map(({ uri }) => uri)
  if (up.length === 0 && !received.has(batch.id)) lost.push(batch.id)
  return [
    ...lost.map((item) => lacks('origin-unknown', originUnknown(item), item)),
    ...foreign.map((uri) => lacks('origin-foreign', originForeign(uri))),
    ...(lost.length > 0 || foreign.length > 0
      ? []
      : [
          holds('origin', {
            vi: `Nguồn gốc truy được đến lúc nhận hàng hoặc thu hoạch: ${up.length} lô trước nó.`,
            en: `Its origin is traced to where goods were received or harvested: ${up.length} batches before it.`,
          }),
        ]),
    ...findUnknownAmounts(up),
  ]
}

/** It comes from outside, or off the tree. */
function isReceived({ kind, correction }: Deed): boolean {
  return correction === null && (kind.endsWith('-received') || RECEIVING.has(kind))
}
const RECEIVING = new Set(['receiving', 'harvesting'])

function originUnknown(item: string) {
  return {
    vi: `Lô ${item} không có đầu vào, cũng không có ghi nhận nhận hàng hay thu hoạch.`,
    en: `Batch ${item} was made from nothing that is recorded, and was neither received nor harvested.`,
  }
}

function originForeign(uri: string) {
  return {
    vi: `${uri} là của bên khác: lịch sử của nó không ở đây.`,
    en: `${uri} is of somebody else: its history is not here.`,
  }
}

function findUnknownAmounts(up: Facts['up']): Finding[] {
  const unknown = up.filter(({ carried, item }) => carried === null && item !== null)
  if (unknown.length === 0) return []
  const names = unknown.map(({ item }) => item).join(', ')
  return [
    lacks('amount-unknown', {
      vi: `Không biết bao nhiêu của ${names} nằm trong lô này.`,
      en: `How much of ${names} is in this batch is not known.`,
    }),
  ]
}

/** How it was recorded. */
export function findRecording({ operations }: Pick<BatchReport, 'operations'>): Finding[] {
  const late = operations.filter(({ isLate, kind }) => isLate && kind !== 'withdrawing')
  const corrected = operations.filter(({ correction }) => correction !== null)
  const overridden = operations.filter(({ overrides }) => overrides.length > 0)
  const [n, c] = [late.length, corrected.length]
  const findings = [
    late.length > 0 &&
      lacks('recorded-late', {
        vi: `${n} trên ${operations.length} việc được ghi muộn hơn một ngày.`,
        en: `${n} of ${operations.length} operations were recorded more than a day later.`,
      }),
    corrected.length > 0 &&
      lacks('corrected', {
        vi: `${c} việc đã được sửa hoặc rút lại; cả hai bản đều ở dưới.`,
        en: `Operations that were corrected or withdrawn: ${c}; both are below.`,
      }),
    ...overridden.map(({ name, overrides, recordedBy }) => {
      const list = overrides.map(({ check, reason }) => `${check}: ${reason}`).join('; ')
      return lacks('overridden', {
        vi: `“${name.vi}”: ${recordedBy} đã bỏ qua kiểm tra (${list}).`,
        en: `“${name.en}”: ${recordedBy} overrode a check (${list}).`,
      })
    }),
  ]
  return findings.filter((one) => one !== false)
}
