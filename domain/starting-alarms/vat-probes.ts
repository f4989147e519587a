import { HOUR, MINUTE } from '../time.ts'
import type { Draft } from './draft.ts'

const MASH = ['temperature/top', 'temperature/middle', 'temperature/bottom'] as const

/** Five tons of mash take days to warm: a probe that says otherwise is not in it, or broken. */
export const VAT_PROBE_DRAFTS: readonly Draft[] = [
  {
    id: 'vat-probe-in-air',
    name: { vi: 'Đầu đo bể treo ngoài không khí', en: 'Vat probe hangs in the air' },
    placeKinds: ['vat'],
    channels: MASH,
    measure: { kind: 'swing', over: 24 * HOUR, holdMax: HOUR },
    side: 'high',
    // A vat that is filled anew swings as much, for a day.
    levels: [{ bound: 4.5, priority: 'medium', onDelay: 30 * HOUR }],
    deadband: 0.5,
    offDelay: 6 * HOUR,
    cause: {
      vi: 'Đầu đo bị rút ra khi náo đảo, mực chượp tụt dưới đầu đo.',
      en: 'Pulled out while stirring, or the mash has sunk below it.',
    },
    consequence: {
      vi: 'Nhiệt độ ghi không phải của chượp; cảnh báo nóng lạnh sai.',
      en: 'What is recorded is not the mash; alarms on heat are wrong.',
    },
    response: { vi: 'Cắm lại đầu đo vào chượp.', en: 'Put the probe back into the mash.' },
    timeToRespond: 24 * HOUR,
    source: {
      vi: 'tính từ 5 tấn chượp: một ngày dao động không quá 0,5 °C khi không bơm; khi chạy tấm thu nhiệt chưa chắc chắn',
      en: 'calculated for 5 t of mash: at most 0.5 °C a day without the pump; with the collector running it is unsure',
    },
  },
  {
    id: 'vat-temperature-jumps',
    name: { vi: 'Nhiệt độ bể nhảy bất thường', en: 'Vat temperature jumps' },
    placeKinds: ['vat'],
    channels: MASH,
    measure: { kind: 'jumps', step: 5, over: 12 * HOUR, holdMax: HOUR },
    side: 'high',
    // There and back is two; one bad reading is no alarm.
    levels: [{ bound: 4, priority: 'medium', onDelay: 0 }],
    deadband: 2,
    cause: {
      vi: 'Dây đầu đo lỏng, ẩm hoặc đứt ngầm.',
      en: 'A loose, wet or half-broken probe cable.',
    },
    consequence: { vi: 'Số liệu không tin được.', en: 'The readings cannot be trusted.' },
    response: {
      vi: 'Kiểm tra đầu nối, thay đầu đo.',
      en: 'Check the connector, replace the probe.',
    },
    timeToRespond: 24 * HOUR,
    source: {
      vi: 'chượp không thể đổi 5 °C giữa hai lần đo (tính toán)',
      en: 'mash cannot change by 5 °C between two readings (calculated)',
    },
  },
  {
    id: 'vat-temperature-stuck',
    name: { vi: 'Nhiệt độ bể đứng yên', en: 'Vat temperature does not move' },
    placeKinds: ['vat'],
    channels: MASH,
    measure: { kind: 'unchanged', noise: 0 },
    side: 'high',
    levels: [{ bound: (24 * HOUR) / MINUTE, priority: 'low', onDelay: 0 }],
    offDelay: 0,
    cause: {
      vi: 'Thiết bị gửi lại số cũ, đầu đo treo.',
      en: 'The device repeats an old value, the probe hangs.',
    },
    consequence: { vi: 'Số liệu không tin được.', en: 'The readings cannot be trusted.' },
    response: {
      vi: 'Khởi động lại thiết bị; thay đầu đo.',
      en: 'Restart the device; replace the probe.',
    },
    timeToRespond: 24 * HOUR,
    source: {
      vi: 'số lặp lại trong vài chục phút là thường, cả ngày thì không (đo tại Hà Tĩnh)',
      en: 'repeated for tens of minutes is usual, for a day it is not (measured in Hà Tĩnh)',
    },
  },
]
