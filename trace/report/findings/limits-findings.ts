import { MINUTE } from '#domain/time.ts'
import type { HeldItem } from '#trace/holds.ts'

import type { Condition, LimitInForce } from '../condition-shape.ts'
import type { BatchReport, Finding, StayReport } from '../shape.ts'
import { holds, lacks, writeDuration, writeStay } from './finding.ts'

type Facts = Pick<BatchReport, 'stays'>

/** What was outside its limits, who was told and who answered. */
export function findExceeded({ stays }: Facts): Finding[] {
  const findings = stays.flatMap((stay) => [
    ...findBeyond(stay),
    ...findUnanswered(stay),
    ...findUnjudged(stay),
    ...findUnlimited(stay),
  ])
  const isMeasured = stays.some(({ conditions }) => conditions.some((one) => one.usableCount > 0))
  const isClean = isMeasured && stays.every(({ excursions }) => excursions.length === 0)
  const isJudged = findings.every(({ code }) => code !== 'unjudged' && code !== 'no-limit')
  if (!isClean || !isJudged) return findings
  const text = {
    vi: 'Không có lần vượt giới hạn nào trong số liệu đã nhận.',
    en: 'In what was received nothing was outside its limits.',
  }
  return [...findings, holds('within-limits', text)]
}

function findBeyond(stay: StayReport): Finding[] {
  if (stay.excursions.length === 0) return []
  const minutes = Math.max(...stay.conditions.map(({ beyondMinutes }) => beyondMinutes), 0)
  const unheard = stay.excursions.filter(({ alarm }) => alarm === null).length
  const [where, time] = [writeStay(stay), writeDuration(minutes * MINUTE)]
  const n = stay.excursions.length
  return [
    lacks(
      'beyond-limits',
      {
        vi: `${where.vi}: ${n} lần vượt giới hạn, nhiều nhất ${time.vi} ở một kênh; không ai được báo: ${unheard}.`,
        en: `${where.en}: times outside limits: ${n}, ${time.en} at most of one channel; of which nobody was told: ${unheard}.`,
      },
      stay.item,
    ),
  ]
}

/** Raised and never acknowledged since. */
function findUnanswered(stay: StayReport): Finding[] {
  const raised = new Set(
    stay.alarms.filter(({ kind }) => kind === 'raised').map((one) => one.alarm),
  )
  for (const { alarm, kind } of stay.alarms) if (kind === 'acknowledged') raised.delete(alarm)
  if (raised.size === 0) return []
  const where = writeStay(stay)
  return [
    lacks(
      'unanswered',
      {
        vi: `${where.vi}: ${raised.size} báo động không ai nhận.`,
        en: `${where.en}: alarms that nobody acknowledged: ${raised.size}.`,
      },
      stay.item,
    ),
  ]
}

/** The readings are beyond a bound, and no excursion tells it: they were not watched, or not yet. */
function findUnjudged(stay: StayReport): Finding[] {
  return stay.limits.flatMap((limit) => {
    const [bound] = limit.levels
    const isPlain = limit.measure === 'value' && bound !== undefined
    if (!isPlain || stay.excursions.some((one) => one.limit === limit.limit)) return []
    const passed = stay.conditions.filter((one) => isBeyond(one, limit, bound.bound))
    if (passed.length === 0) return []
    const [where, channels] = [writeStay(stay), passed.map(({ channel }) => channel).join(', ')]
    return [
      lacks(
        'unjudged',
        {
          vi: `${where.vi}: ${channels} có số liệu vượt “${limit.name.vi}” mà chưa được xét (hoặc giới hạn chỉ áp dụng có điều kiện).`,
          en: `${where.en}: ${channels} has readings beyond “${limit.name.en}” that were not judged (or the limit holds on a condition only).`,
        },
        stay.item,
      ),
    ]
  })
}

function isBeyond(
  { channel, min, max }: Condition,
  { channels, side }: LimitInForce,
  bound: number,
) {
  if (!channels.includes(channel)) return false
  return side === 'high' ? max !== null && max >= bound : min !== null && min <= bound
}

function findUnlimited(stay: StayReport): Finding[] {
  if (stay.limits.length > 0 || stay.conditions.length === 0) return []
  const where = writeStay(stay)
  return [
    lacks(
      'no-limit',
      {
        vi: `${where.vi}: không có giới hạn nào áp dụng cho các kênh ở đó.`,
        en: `${where.en}: no limit was in force for the channels there.`,
      },
      stay.item,
    ),
  ]
}

/** What was measured with something that was never compared, or too long ago. */
export function findUncalibrated({ stays }: Facts): Finding[] {
  const channels = stays.flatMap(({ conditions }) => conditions)
  if (channels.length === 0) return []
  const never = channels.filter(({ calibrations }) => calibrations.length === 0)
  const overdue = channels.filter(
    ({ calibrations, uncalibratedMinutes }) => calibrations.length > 0 && uncalibratedMinutes > 0,
  )
  if (never.length === 0 && overdue.length === 0) {
    const text = {
      vi: 'Mọi kênh đo đều được hiệu chuẩn còn hạn suốt thời gian đó.',
      en: 'All channels were within their calibration all the time.',
    }
    return [holds('calibrated', text)]
  }
  return [...sayNever(never), ...overdue.map(sayOverdue)]
}

function sayNever(channels: readonly Condition[]): Finding[] {
  if (channels.length === 0) return []
  const names = [...new Set(channels.map(({ device, channel }) => `${device} ${channel}`))]
  const text = {
    vi: `Không có ghi nhận hiệu chuẩn nào của: ${names.join(', ')}.`,
    en: `No calibration is recorded of: ${names.join(', ')}.`,
  }
  return [lacks('no-calibration', text)]
}

function sayOverdue({ device, channel, uncalibratedMinutes }: Condition): Finding {
  const time = writeDuration(uncalibratedMinutes * MINUTE)
  return lacks('calibration-overdue', {
    vi: `${device} ${channel}: ${time.vi} đo khi chưa hiệu chuẩn hoặc đã quá hạn.`,
    en: `${device} ${channel}: ${time.en} were measured before a calibration or after it was due.`,
  })
}

export function findHeld(held: readonly HeldItem[]): Finding[] {
  if (held.length === 0) {
    const text = { vi: 'Không bị giữ lại.', en: 'Nothing holds it back.' }
    return [holds('not-held', text)]
  }
  return held.map(({ hold: { item, reason } }) =>
    lacks(
      'held',
      { vi: `Đang bị giữ (${item}): ${reason}.`, en: `It is on hold (${item}): ${reason}.` },
      item,
    ),
  )
}
