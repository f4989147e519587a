import { HOUR, MINUTE } from '../time.ts'
import type { Draft } from './draft.ts'

/** Rooms and dryers. */
export const ROOM_DRAFTS: readonly Draft[] = [
  {
    id: 'room-air-near-dew-point',
    name: { vi: 'Kho sắp đọng sương', en: 'Store air near its dew point' },
    placeKinds: ['room'],
    channels: ['dew-point-spread'],
    measure: { kind: 'value' },
    side: 'low',
    levels: [{ bound: 0.5, priority: 'low', onDelay: 6 * HOUR }],
    deadband: 0.5,
    offDelay: 3 * HOUR,
    cause: { vi: 'Trời nồm, sàn và tường lạnh.', en: 'Damp spring weather, cold floor and walls.' },
    consequence: {
      vi: 'Chai, bao bì, sàn đọng nước; mốc.',
      en: 'Bottles, packaging and floor get wet; mould.',
    },
    response: {
      vi: 'Đóng kín, hút ẩm; kê hàng khỏi sàn.',
      en: 'Close it, dehumidify; keep goods off the floor.',
    },
    timeToRespond: 6 * HOUR,
    source: {
      vi: 'đọng nước khi bề mặt lạnh hơn điểm sương (tính toán); 0,5 °C chưa chắc chắn',
      en: 'surfaces below the dew point sweat (calculated); 0.5 °C is unsure',
    },
  },
  {
    id: 'dryer-humidity-high',
    name: { vi: 'Lò sấy ẩm', en: 'Dryer too damp' },
    placeKinds: ['dryer'],
    channels: ['relative-humidity'],
    measure: { kind: 'average', over: HOUR, holdMax: 20 * MINUTE },
    side: 'high',
    levels: [{ bound: 75, priority: 'medium', onDelay: HOUR }],
    deadband: 3,
    offDelay: 30 * MINUTE,
    cause: { vi: 'Quạt dừng, cửa thoát ẩm đóng.', en: 'The fan has stopped, or the vent is shut.' },
    consequence: { vi: 'Khô chậm, chua, mốc.', en: 'Slow drying, souring, mould.' },
    response: { vi: 'Mở cửa thoát ẩm, xem quạt.', en: 'Open the vent, look at the fan.' },
    timeToRespond: HOUR,
    source: {
      vi: 'giai đoạn ủ 50–75 % (nhà sản xuất máy sấy bơm nhiệt); chưa chắc chắn cho lò này',
      en: 'sweating stage at 50–75 % (maker of heat-pump dryers); unsure for this dryer',
    },
  },
  {
    id: 'dryer-temperature-high',
    name: { vi: 'Lò sấy quá nóng', en: 'Dryer too hot' },
    placeKinds: ['dryer'],
    channels: ['temperature'],
    measure: { kind: 'value' },
    side: 'high',
    levels: [
      { bound: 60, priority: 'medium', onDelay: 20 * MINUTE },
      { bound: 75, priority: 'high', onDelay: 10 * MINUTE },
    ],
    deadband: 2,
    offDelay: 20 * MINUTE,
    cause: { vi: 'Bộ điều nhiệt hỏng, lửa to.', en: 'A failed thermostat, too much fire.' },
    consequence: { vi: 'Bánh nứt, cá cháy cạnh.', en: 'Crackers split, fish burns at the edges.' },
    response: { vi: 'Giảm nhiệt, đảo khay.', en: 'Turn it down, move the trays.' },
    timeToRespond: 20 * MINUTE,
    source: {
      vi: 'giai đoạn đầu 25–45 °C (nhà sản xuất máy sấy bơm nhiệt); ngưỡng chưa chắc chắn',
      en: 'first stages at 25–45 °C (maker of heat-pump dryers); the bounds are unsure',
    },
  },
]
