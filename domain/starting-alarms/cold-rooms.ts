import { DAY, HOUR, MINUTE } from '../time.ts'
import type { Draft } from './draft.ts'

/** Where it is kept cold. */
export const COLD_ROOM_DRAFTS: readonly Draft[] = [
  {
    id: 'store-mains-lost',
    name: { vi: 'Kho mất điện', en: 'Store without mains' },
    placeKinds: ['cold-room', 'room'],
    channels: ['mains'],
    measure: { kind: 'value' },
    side: 'low',
    levels: [{ bound: 0, priority: 'high', onDelay: 15 * MINUTE }],
    offDelay: 10 * MINUTE,
    cause: { vi: 'Cúp điện, nhảy aptomat.', en: 'A power cut, or a tripped breaker.' },
    consequence: {
      vi: 'Kho lạnh nóng dần, hàng hỏng.',
      en: 'The cold store warms and goods spoil.',
    },
    response: {
      vi: 'Xem aptomat, chạy máy phát; đóng kín cửa kho.',
      en: 'Check the breaker, start the generator; keep the door shut.',
    },
    timeToRespond: 30 * MINUTE,
    source: {
      vi: 'WHO yêu cầu ghi nguồn điện cạnh nhiệt độ (EMS E006); thời gian trễ chưa chắc chắn',
      en: 'WHO wants mains recorded beside temperature (EMS E006); the delay is unsure',
    },
  },
  {
    id: 'cold-room-door-open',
    name: { vi: 'Cửa kho lạnh mở lâu', en: 'Cold store door open for long' },
    placeKinds: ['cold-room'],
    channels: ['door'],
    measure: { kind: 'value' },
    side: 'high',
    levels: [{ bound: 1, priority: 'medium', onDelay: 45 * MINUTE }],
    offDelay: 10 * MINUTE,
    cause: { vi: 'Bốc xếp lâu, quên đóng.', en: 'Long loading, or forgotten.' },
    consequence: {
      vi: 'Kho nóng, hàng đọng nước, tốn điện.',
      en: 'The store warms, goods sweat, power is wasted.',
    },
    response: { vi: 'Đóng cửa.', en: 'Close the door.' },
    timeToRespond: 10 * MINUTE,
    source: {
      vi: 'mở quá 2–5 phút là lâu (giáo khoa); 45 phút để giờ bốc xếp không báo, chưa chắc chắn',
      en: 'open for more than 2–5 minutes is long (textbook); 45 minutes so that loading does not alarm, unsure',
    },
  },
  {
    id: 'cold-room-warm-long',
    name: { vi: 'Hàng lạnh bị nóng cộng dồn', en: 'Cold goods warm for too long in all' },
    placeKinds: ['cold-room'],
    channels: ['temperature/product'],
    measure: { kind: 'minutes-beyond', threshold: 10, over: 7 * DAY, holdMax: HOUR },
    side: 'high',
    levels: [
      { bound: (10 * HOUR) / MINUTE, priority: 'medium', onDelay: 15 * MINUTE },
      { bound: (20 * HOUR) / MINUTE, priority: 'high', onDelay: 15 * MINUTE },
    ],
    deadband: HOUR / MINUTE,
    cause: {
      vi: 'Nhiều lần mất lạnh ngắn cộng lại.',
      en: 'Many short failures of cooling add up.',
    },
    consequence: { vi: 'Hạn dùng ngắn lại.', en: 'Shelf life is shorter than it seems.' },
    response: {
      vi: 'Bán hoặc chế biến trước; sửa máy lạnh.',
      en: 'Sell or process these first; repair the cooling.',
    },
    timeToRespond: DAY,
    source: {
      vi: 'mẫu báo động cộng dồn của WHO PQS: từ 10 °C trong 20 giờ; 10 giờ chưa chắc chắn',
      en: 'cumulative alarm of WHO PQS: 10 °C and above for 20 h; 10 h is unsure',
    },
  },
  {
    id: 'cold-room-product-sweating',
    name: { vi: 'Hàng trong kho lạnh đọng nước', en: 'Goods sweat in the cold store' },
    placeKinds: ['cold-room'],
    channels: ['dew-point-spread/product'],
    measure: { kind: 'value' },
    side: 'low',
    levels: [{ bound: 0, priority: 'low', onDelay: 45 * MINUTE }],
    deadband: 0.3,
    offDelay: 30 * MINUTE,
    cause: {
      vi: 'Không khí ẩm vào qua cửa, hàng lạnh hơn điểm sương.',
      en: 'Damp air comes in, and goods are colder than its dew point.',
    },
    consequence: { vi: 'Quả, thùng giấy ướt, mốc.', en: 'Fruit and cartons get wet and mould.' },
    response: { vi: 'Đóng cửa, chạy quạt; lau khô.', en: 'Close the door, run the fan; wipe dry.' },
    timeToRespond: 2 * HOUR,
    source: {
      vi: 'đọng nước khi hàng lạnh hơn điểm sương của không khí (tính toán)',
      en: 'what is colder than the dew point of the air sweats (calculated)',
    },
  },
  {
    id: 'cold-room-co2-high',
    name: { vi: 'Kho quả ngột khí', en: 'Carbon dioxide gathers in the fruit store' },
    placeKinds: ['cold-room'],
    channels: ['co2'],
    measure: { kind: 'average', over: 30 * MINUTE, holdMax: 20 * MINUTE },
    side: 'high',
    levels: [{ bound: 5_000, priority: 'medium', onDelay: 30 * MINUTE }],
    deadband: 500,
    offDelay: 30 * MINUTE,
    cause: { vi: 'Thông gió kém, quả hô hấp mạnh.', en: 'Poor ventilation while fruit breathes.' },
    consequence: {
      vi: 'Quả mất vị; người vào kho bị mệt.',
      en: 'Fruit loses taste; people inside feel ill.',
    },
    response: { vi: 'Thông gió trước khi vào.', en: 'Ventilate before anybody goes in.' },
    timeToRespond: 2 * HOUR,
    source: {
      vi: '5 000 ppm là dấu hiệu thông gió kém (tính toán); cam hại trên 5 % (UC Davis)',
      en: '5,000 ppm tells of poor ventilation (calculated); oranges are harmed above 5 % (UC Davis)',
    },
  },
]
