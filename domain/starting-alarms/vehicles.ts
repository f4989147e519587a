import { HOUR, MINUTE } from '../time.ts'
import type { Draft } from './draft.ts'

/** On the way. */
export const VEHICLE_DRAFTS: readonly Draft[] = [
  {
    id: 'vehicle-door-open-under-way',
    name: { vi: 'Cửa thùng mở khi xe chạy', en: 'Door open under way' },
    placeKinds: ['vehicle'],
    channels: ['door'],
    measure: { kind: 'value' },
    while: [
      {
        channels: ['speed'],
        within: 'place',
        measure: { kind: 'value' },
        side: 'high',
        bound: 10,
        holdMax: 10 * MINUTE,
      },
    ],
    side: 'high',
    levels: [{ bound: 1, priority: 'high', onDelay: 4 * MINUTE }],
    offDelay: 2 * MINUTE,
    cause: {
      vi: 'Chốt cửa hỏng, quên đóng; hoặc mất trộm.',
      en: 'A broken latch, forgotten, or theft.',
    },
    consequence: { vi: 'Hàng rơi, mất, nóng.', en: 'Goods fall out, go missing or warm.' },
    response: {
      vi: 'Dừng xe an toàn, đóng cửa, kiểm hàng.',
      en: 'Stop safely, close it, count the goods.',
    },
    timeToRespond: 10 * MINUTE,
    source: { vi: 'kinh nghiệm; hai mẫu hai phút', en: 'experience; two samples of two minutes' },
  },
  {
    id: 'vehicle-shock-high',
    name: { vi: 'Hàng bị va đập', en: 'Load was knocked' },
    placeKinds: ['vehicle'],
    channels: ['shock'],
    measure: { kind: 'value' },
    side: 'high',
    // A knock is over when it is told: there is nothing to wait for.
    levels: [{ bound: 5, priority: 'low', onDelay: 0 }],
    offDelay: 30 * MINUTE,
    cause: { vi: 'Ổ gà, phanh gấp, rơi hàng.', en: 'A pothole, hard braking, a drop.' },
    consequence: { vi: 'Chai vỡ, quả dập.', en: 'Bottles break, fruit bruises.' },
    response: {
      vi: 'Kiểm hàng ở điểm dừng tới, ghi lại.',
      en: 'Check the load at the next stop and note it.',
    },
    timeToRespond: 2 * HOUR,
    source: { vi: 'va đập trên 5 g (giáo khoa)', en: 'a shock above 5 g (textbook)' },
  },
]
