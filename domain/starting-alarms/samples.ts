import { DAY } from '../time.ts'
import type { Draft } from './draft.ts'

/** What sensors do not see in a vat: histamine above all. On the one channel that every vat has. */
export const SAMPLE_DRAFTS: readonly Draft[] = [
  {
    id: 'vat-sample-overdue',
    name: { vi: 'Bể chượp lâu chưa lấy mẫu', en: 'Vat: sample overdue' },
    placeKinds: ['vat'],
    channels: ['temperature', 'temperature/middle'],
    measure: { kind: 'sample-overdue' },
    side: 'high',
    levels: [{ bound: 60, priority: 'low', onDelay: 0 }],
    offDelay: 0,
    cause: {
      vi: 'Chưa ghi lần lấy mẫu hay kết quả kiểm nghiệm nào của lô trong bể.',
      en: 'No sample and no laboratory result of the batch in the vat was recorded.',
    },
    consequence: {
      vi: 'Histamin có thể vượt mức mà không ai biết: cảm biến không đo được.',
      en: 'Histamine may pass its limit unseen: no sensor measures it.',
    },
    response: {
      vi: 'Lấy mẫu gửi kiểm nghiệm đạm, histamin; ghi thao tác lấy mẫu vào Nguồn.',
      en: 'Take a sample for nitrogen and histamine; record the sampling.',
    },
    timeToRespond: 7 * DAY,
    source: {
      vi: 'Histamin đạt đỉnh vào khoảng tháng thứ 5 (Cát Hải); 60 ngày chưa chắc chắn',
      en: 'Histamine peaks about month 5 (Cát Hải); 60 days is unsure',
    },
  },
]
