import { countByDay } from '#domain/alarm/days.ts'
import type { Flood } from '#domain/alarm/floods.ts'
import { toFigures } from '#domain/alarm/kpi-figures.ts'
import type { KpiMeasure } from '#domain/alarm/kpi-measures.ts'
import type { AlarmShare, PersonKpis } from '#domain/alarm/kpi.ts'
import { PRIORITIES } from '#domain/alarm/limit.ts'
import type { KpiSpan } from '#domain/alarm/trace.ts'
import { PRIORITY_NAMES } from '#domain/notification/words.ts'
import type { Text } from '#domain/text.ts'
import { DAY, MINUTE } from '#domain/time.ts'
import { formatInstant } from '#domain/zone.ts'
import type { AlarmRecord } from '#store/registry/contract-alarms.ts'

import type { AlarmBook } from './alarm-book.ts'
import type { AlarmKpisView } from './alarm-kpi-shape.ts'
import type { MeasuredAlarms } from './alarm-kpis.ts'
import { toAlarmRow } from './alarm-row-shape.ts'
import type { FindPerson } from './who-is-who.ts'

const TOP = 10
const STALE_MAX = 100
/** Of announcements, ISA-18.2 for four priorities. */
const TARGET_PERCENT = { low: 80, medium: 15, high: 5, urgent: 1 } as const

const UNIT_NAMES: Readonly<Record<KpiMeasure['unit'], Text>> = {
  count: { vi: 'cái', en: 'alarms' },
  'per-day': { vi: 'mỗi ngày', en: 'a day' },
  percent: { vi: '%', en: '%' },
  minutes: { vi: 'phút', en: 'min' },
}
const VERDICTS = {
  met: { vi: 'Đạt', en: 'Good' },
  missed: { vi: 'Chưa đạt', en: 'Too much' },
  none: { vi: '–', en: '–' },
} as const

const REMARKS = {
  chattering: { vi: 'lặp đi lặp lại', en: 'chattering' },
  stale: { vi: 'quá một ngày', en: 'stale' },
} as const

export interface KpiView extends KpiSpan {
  readonly zone: string
}

export async function toKpisView(
  { kpis, alarms, findPerson }: MeasuredAlarms,
  book: AlarmBook,
  { zone, ...span }: KpiView,
): Promise<AlarmKpisView> {
  const total = kpis.announcedAt.length
  const tell = async (shares: readonly AlarmShare[]) =>
    (await Promise.all(shares.map((share) => toShare(share, { alarms, book, total })))).flat()
  const days = countByDay(kpis.announcedAt, span, zone)
  return {
    from: formatInstant(zone, span.from),
    until: formatInstant(zone, span.until),
    announcedCount: total,
    unacknowledgedCount: [...alarms.values()].filter(isWaiting).length,
    figures: toFigures(kpis, span).map((figure) =>
      Object.assign(figure, {
        value: round(figure.value),
        unitName: UNIT_NAMES[figure.unit],
        verdict: VERDICTS[nameVerdict(figure.isMet)],
      }),
    ),
    priorities: toPriorities(kpis.priorities, total),
    people: kpis.people.map((person) => ({
      ...toWho(person.by, findPerson),
      ...toPerson(person, span),
    })),
    topTen: await tell(kpis.alarms.filter((one) => one.announcedCount > 0).slice(0, TOP)),
    stale: await tell(kpis.alarms.filter(({ isStale }) => isStale).slice(0, STALE_MAX)),
    floods: kpis.floods.map((flood) => toFlood(flood, zone)),
    days: days.map(({ start, count }) => ({
      day: formatInstant(zone, start),
      announcedCount: count,
    })),
  }
}

export function isWaiting({ phase, silent }: AlarmRecord): boolean {
  return !silent && phase.endsWith('-unacknowledged')
}

interface Telling {
  readonly alarms: MeasuredAlarms['alarms']
  readonly book: AlarmBook
  readonly total: number
}

async function toShare(
  { alarm: id, announcedCount, isChattering, isStale }: AlarmShare,
  { alarms, book, total }: Telling,
): Promise<AlarmKpisView['topTen']> {
  const alarm = alarms.get(id)
  if (alarm === undefined) return []
  const { about, place, device, channel } = toAlarmRow(alarm, await book.describe(alarm), 'UTC')
  const { name, placeName } = about
  const sharePercent = toPercent(announcedCount, total)
  const told = { alarm: id, name, place, placeName, device, channel }
  const remark = toRemark({ isChattering, isStale })
  return [{ ...told, announcedCount, sharePercent, isChattering, isStale, remark }]
}

function toRemark({ isChattering, isStale }: Pick<AlarmShare, 'isChattering' | 'isStale'>): Text {
  const remarks = [
    ...(isChattering ? [REMARKS.chattering] : []),
    ...(isStale ? [REMARKS.stale] : []),
  ]
  return { vi: remarks.map(({ vi }) => vi).join(', '), en: remarks.map(({ en }) => en).join(', ') }
}

function toPriorities(counts: MeasuredAlarms['kpis']['priorities'], total: number) {
  return PRIORITIES.toReversed().map((priority) => ({
    priority,
    priorityName: PRIORITY_NAMES[priority],
    count: counts[priority],
    sharePercent: toPercent(counts[priority], total),
    targetPercent: TARGET_PERCENT[priority],
  }))
}

function toWho(by: string, findPerson: FindPerson) {
  const person = findPerson(by)
  return { by: person?.name ?? by, person: person?.id ?? null }
}

function toPerson({ toAcknowledge }: PersonKpis, { from, until }: KpiSpan) {
  const { count, mean, median, p90, max } = toAcknowledge
  return {
    acknowledgedCount: count,
    acknowledgedPerDay: round(count / ((until - from) / DAY)) ?? 0,
    meanMinutes: round(mean / MINUTE),
    medianMinutes: round(median / MINUTE),
    p90Minutes: round(p90 / MINUTE),
    slowestMinutes: round(max / MINUTE),
  }
}

function toFlood({ from, until, count }: Flood, zone: string) {
  const minutes = round((until - from) / MINUTE) ?? 0
  return { from: formatInstant(zone, from), until: formatInstant(zone, until), minutes, count }
}

function nameVerdict(isMet: boolean | null): keyof typeof VERDICTS {
  if (isMet === null) return 'none'
  return isMet ? 'met' : 'missed'
}

function toPercent(part: number, whole: number): number | null {
  return whole === 0 ? null : round((part / whole) * 100)
}

/** Nobody reads more than one digit. */
function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10
}
