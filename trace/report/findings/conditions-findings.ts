import type { Condition } from '../condition-shape.ts'
import { longestGapOf, shareOf } from '../coverage.ts'
import { GAP_MAX, SHARE_MIN } from '../kinetic.ts'
import type { BatchReport, Finding, StayReport } from '../shape.ts'
import { lacks, writeDuration, writePercent, writeStay, writeTime } from './finding.ts'

/** A hole over one of these is said, however short it is. */
const CRITICAL_KINDS = new Set([
  'salting',
  'drawing',
  'washing',
  'blending',
  'filtering',
  'bottling',
  'drying',
  'harvesting',
])

type Facts = Pick<BatchReport, 'batch' | 'up' | 'stays' | 'operations'>

/** What is not known of the places where the batch, and what it came from, was. */
export function findUnknownConditions({ batch, up, stays, operations }: Facts): Finding[] {
  if (stays.length === 0) {
    return [
      lacks('no-stay', {
        vi: 'Không ghi lô này, hay nguyên liệu của nó, đã ở đâu: không biết gì về điều kiện.',
        en: 'Where this batch and what it came from was is not recorded: nothing is known of its conditions.',
      }),
    ]
  }
  const stayed = new Set(stays.map(({ item }) => item))
  const origins = up.flatMap(({ item }) => item ?? [])
  const placeless = [batch.id, ...origins].filter((item) => !stayed.has(item))
  return [...sayPlaceless(placeless), ...stays.flatMap((stay) => findInStay(stay, operations))]
}

function sayPlaceless(items: readonly string[]): Finding[] {
  if (items.length === 0) return []
  const names = items.join(', ')
  return [
    lacks('place-unknown', {
      vi: `Không ghi đã ở đâu: ${names}. Không biết gì về điều kiện của chúng.`,
      en: `Where these were is not recorded, and nothing is known of their conditions: ${names}.`,
    }),
  ]
}

function findInStay(stay: StayReport, operations: Facts['operations']): Finding[] {
  return [
    ...findUnwatched(stay),
    ...stay.conditions.flatMap((one) => findMissing(stay, one)),
    ...findUncounted(stay),
    ...findHolesOverSteps(stay, operations),
  ]
}

function findUnwatched(stay: StayReport): Finding[] {
  const { unwatched, item } = stay
  if (unwatched.length === 0) return []
  const length = unwatched.reduce((sum, one) => sum + lengthOf(one), 0)
  const [where, time] = [writeStay(stay), writeDuration(length)]
  return [
    lacks(
      'not-measured',
      {
        vi: `${where.vi}: không có thiết bị nào đo trong ${time.vi}.`,
        en: `${where.en}: no device measured for ${time.en}.`,
      },
      item,
    ),
  ]
}

function findMissing(stay: StayReport, condition: Condition): Finding[] {
  const { coverage, channel, device } = condition
  if (coverage === null) return []
  const [share, longest] = [shareOf(coverage), longestGapOf(coverage)]
  if (share >= SHARE_MIN && longest <= GAP_MAX) return []
  const [where, percent, time] = [writeStay(stay), writePercent(share), writeDuration(longest)]
  const [gap] = coverage.gaps
  const since = gap === undefined ? '' : writeTime(gap.from)
  return [
    lacks(
      'gap',
      {
        vi: `${where.vi}: ${device} ${channel} chỉ nhận được ${percent.vi} số liệu phải có; lâu nhất mất ${time.vi} từ ${since}.`,
        en: `${where.en}: of ${device} ${channel} ${percent.en} of what was expected came; the longest gap is ${time.en} from ${since}.`,
      },
      stay.item,
    ),
  ]
}

function findUncounted(stay: StayReport): Finding[] {
  const channels = stay.conditions.filter(({ coverage }) => coverage === null)
  if (channels.length === 0) return []
  const where = writeStay(stay)
  const names = channels.map(({ device, channel }) => `${device} ${channel}`).join(', ')
  return [
    lacks(
      'interval-unknown',
      {
        vi: `${where.vi}: không biết ${names} phải gửi bao lâu một lần, nên không biết có thiếu số liệu không.`,
        en: `${where.en}: how often ${names} should report is not known, so neither is what is missing.`,
      },
      stay.item,
    ),
  ]
}

/** One for each step, with all channels that said nothing then. */
function findHolesOverSteps(stay: StayReport, operations: Facts['operations']): Finding[] {
  const steps = operations.filter(({ kind, items, correction }) => {
    const isHere = items.some(({ item }) => item === stay.item)
    return isHere && correction === null && CRITICAL_KINDS.has(kind)
  })
  return steps.flatMap(({ at, name }) => {
    const silent = stay.conditions.filter((one) => isSilentAt(one, Date.parse(at)))
    if (silent.length === 0) return []
    const channels = silent.map(({ device, channel }) => `${device} ${channel}`).join(', ')
    const [where, time] = [writeStay(stay), writeTime(at)]
    return [
      lacks(
        'gap-over-step',
        {
          vi: `${where.vi}: lúc “${name.vi}” (${time}) không có số liệu của ${channels}.`,
          en: `${where.en}: at “${name.en}” (${time}) there are no readings of ${channels}.`,
        },
        stay.item,
      ),
    ]
  })
}

function isSilentAt({ coverage }: Condition, at: number): boolean {
  const gaps = coverage?.gaps ?? []
  return gaps.some(({ from, until }) => Date.parse(from) <= at && at < Date.parse(until))
}

function lengthOf({ from, until }: { readonly from: string; readonly until: string }): number {
  return Date.parse(until) - Date.parse(from)
}

/** What can be trusted less than it looks. */
export function findDoubts({ stays }: Facts): Finding[] {
  return stays.flatMap((stay) => [...findLate(stay), ...findMisdated(stay), ...findRejected(stay)])
}

function findLate(stay: StayReport): Finding[] {
  const sums = sumQualities(stay)
  if (sums.late === 0) return []
  const [where, percent] = [writeStay(stay), writePercent(sums.late / sums.all)]
  return [
    lacks(
      'backfilled',
      {
        vi: `${where.vi}: ${percent.vi} số liệu đến muộn (thiết bị gửi bù).`,
        en: `${where.en}: ${percent.en} of the readings came late (backfilled).`,
      },
      stay.item,
    ),
  ]
}

function findMisdated(stay: StayReport): Finding[] {
  const { misdated } = sumQualities(stay)
  if (misdated === 0) return []
  const where = writeStay(stay)
  return [
    lacks(
      'clock',
      {
        vi: `${where.vi}: ${misdated} số liệu mang giờ của trạm, vì đồng hồ thiết bị sai.`,
        en: `${where.en}: ${misdated} readings are dated by the gateway, for the device’s clock was wrong.`,
      },
      stay.item,
    ),
  ]
}

function findRejected(stay: StayReport): Finding[] {
  const count = stay.rejections.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return []
  const where = writeStay(stay)
  return [
    lacks(
      'rejected',
      {
        vi: `${where.vi}: ${count} giá trị bị loại vì không dùng được.`,
        en: `${where.en}: ${count} values were rejected, for they could not be used.`,
      },
      stay.item,
    ),
  ]
}

function sumQualities({ conditions }: StayReport) {
  const sums = { all: 0, late: 0, misdated: 0 }
  for (const { qualities } of conditions) {
    sums.all += qualities.readingCount
    sums.late += qualities.lateCount
    sums.misdated += qualities.misdatedCount
  }
  return sums
}

/** Of readings that are older than what is kept raw, roll-ups tell the numbers and nothing tells the qualities. */
export function findForgotten({ stays }: Facts): Finding[] {
  const forgotten = stays.filter(({ conditions }) =>
    conditions.some(({ usableCount, qualities }) => usableCount > qualities.readingCount),
  )
  return forgotten.map((stay) => {
    const where = writeStay(stay)
    return lacks(
      'raw-gone',
      {
        vi: `${where.vi}: số liệu gốc đã hết hạn lưu; chỉ còn tổng hợp theo giờ.`,
        en: `${where.en}: raw readings are past their retention; only hours are kept.`,
      },
      stay.item,
    )
  })
}
