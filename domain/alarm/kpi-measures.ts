import type { Text } from '../text.ts'
import { DAY, MINUTE } from '../time.ts'
import type { AlarmKpis } from './kpi.ts'

/** One number about the alarm system, what it should be, and what to do where it is not. */
export interface KpiMeasure {
  readonly id: string
  readonly name: Text
  readonly unit: 'count' | 'per-day' | 'percent' | 'minutes'
  /** It should not be more; null: whatever it is. */
  readonly target: number | null
  readonly advice: Text
  /** Null: nothing happened that it could tell of. */
  readonly of: (kpis: AlarmKpis, days: number) => number | null
}

const TOP = 10

/**
 * The targets are those of ISA-18.2 and EEMUA 191 for one operator, but for the number of alarms a day: their 120 to 150
 * are for somebody who does nothing else. At a village's producer more than ten a day are noise. That nine of ten are
 * answered in time is our own.
 */
export const KPI_MEASURES: readonly KpiMeasure[] = [
  {
    id: 'announced-per-day',
    name: { vi: 'Báo động mỗi ngày', en: 'Alarms per day' },
    unit: 'per-day',
    target: 10,
    of: ({ announcedAt }, days) => announcedAt.length / days,
    advice: {
      vi: 'Bắt đầu từ mười báo động hay gặp nhất: sửa nguyên nhân, hoặc sửa giới hạn.',
      en: 'Begin with the ten most frequent: mend the cause, or the limit.',
    },
  },
  {
    id: 'peak-ten-minutes',
    name: { vi: 'Nhiều nhất trong mười phút', en: 'Most within ten minutes' },
    unit: 'count',
    target: 10,
    of: ({ peakCount }) => peakCount,
    advice: {
      vi: 'Nhiều báo động một lúc thường có một nguyên nhân: nén những cái đi theo nó.',
      en: 'Many at once mostly have one cause: suppress those that follow from it.',
    },
  },
  {
    id: 'flood-share',
    name: { vi: 'Thời gian bị dồn dập', en: 'Time in floods' },
    unit: 'percent',
    target: 1,
    of: ({ floods }, days) =>
      (floods.reduce((sum, { from, until }) => sum + until - from, 0) / (days * DAY)) * 100,
    advice: {
      vi: 'Xem bảng các đợt dồn dập: báo động nào đến trước thì đó là nguyên nhân.',
      en: 'See the floods: the alarm that came first is the cause.',
    },
  },
  {
    id: 'top-ten-share',
    name: { vi: 'Phần của mười báo động hay gặp nhất', en: 'Share of the ten most frequent' },
    unit: 'percent',
    target: null,
    of: ({ alarms, announcedAt }) => {
      const top = alarms.slice(0, TOP).reduce((sum, one) => sum + one.announcedCount, 0)
      return toPercent(top, announcedAt.length)
    },
    advice: {
      vi: 'Càng cao thì sửa ít giới hạn càng được nhiều.',
      en: 'The higher, the more is won by mending a few limits.',
    },
  },
  {
    id: 'chattering',
    name: { vi: 'Báo động lặp đi lặp lại', en: 'Chattering alarms' },
    unit: 'count',
    target: 0,
    of: ({ alarms }) => alarms.filter(({ isChattering }) => isChattering).length,
    advice: {
      vi: 'Tăng khoảng trễ (deadband) hoặc thời gian chờ của giới hạn.',
      en: 'Widen the deadband of the limit, or its delays.',
    },
  },
  {
    id: 'fleeting',
    name: { vi: 'Báo động thoáng qua', en: 'Fleeting alarms' },
    unit: 'count',
    target: 0,
    of: ({ fleetingCount }) => fleetingCount,
    advice: {
      vi: 'Hết trước khi ai kịp làm gì: tăng thời gian chờ trước khi báo.',
      en: 'Over before anybody could act: lengthen the on-delay.',
    },
  },
  {
    id: 'standing',
    name: { vi: 'Đang báo', en: 'Standing alarms' },
    unit: 'count',
    target: 10,
    of: ({ standingCount }) => standingCount,
    advice: {
      vi: 'Làm từ báo động khẩn nhất; cái không làm được ngay thì tạm gác.',
      en: 'Work from the worst; shelve what cannot be done now.',
    },
  },
  {
    id: 'stale',
    name: { vi: 'Đang báo quá một ngày', en: 'Stale alarms' },
    unit: 'count',
    target: 0,
    of: ({ alarms }) => alarms.filter(({ isStale }) => isStale).length,
    advice: {
      vi: 'Giao cho một người; nếu không ai cần làm gì thì đó không phải báo động, hãy bỏ giới hạn.',
      en: 'Assign it; where nobody need do anything it is no alarm, withdraw the limit.',
    },
  },
  {
    id: 'to-acknowledge-median',
    name: { vi: 'Thời gian đến khi có người nhận', en: 'Time to acknowledge' },
    unit: 'minutes',
    target: null,
    of: ({ toAcknowledge }) => toMinutes(toAcknowledge?.median),
    advice: {
      vi: 'Số giữa (trung vị). Lâu: xem ai được báo và bằng cách nào.',
      en: 'The median. Long: see who is told, and how.',
    },
  },
  {
    id: 'to-acknowledge-p90',
    name: { vi: 'Chín phần mười được nhận trong', en: 'Nine of ten acknowledged within' },
    unit: 'minutes',
    target: null,
    of: ({ toAcknowledge }) => toMinutes(toAcknowledge?.p90),
    advice: {
      vi: 'Ban đêm và cuối tuần có ai trực không?',
      en: 'Is anybody on duty at night and at weekends?',
    },
  },
  {
    id: 'late-share',
    name: { vi: 'Nhận muộn hơn giới hạn yêu cầu', en: 'Acknowledged later than asked' },
    unit: 'percent',
    target: 10,
    of: ({ toAcknowledge, inTimeCount }) =>
      toAcknowledge === undefined
        ? null
        : toPercent(toAcknowledge.count - inTimeCount, toAcknowledge.count),
    advice: {
      vi: 'Đã quá thời gian phải làm (timeToRespond): báo cho người khác sớm hơn.',
      en: 'Past the time to respond: tell the next person sooner.',
    },
  },
  {
    id: 'to-clear-median',
    name: { vi: 'Thời gian đến khi hết báo', en: 'Time to clear' },
    unit: 'minutes',
    target: null,
    of: ({ toClear }) => toMinutes(toClear?.median),
    advice: {
      vi: 'Số giữa, tính cả thời gian chờ trước khi hết.',
      en: 'The median; the off-delay is in it.',
    },
  },
]

/** Null: of nothing, there is no share. */
function toPercent(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100
}

function toMinutes(milliseconds: number | undefined): number | null {
  return milliseconds === undefined ? null : milliseconds / MINUTE
}
