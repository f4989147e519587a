import { DAY, HOUR, MINUTE } from '../time.ts'
import type { Rationalisations } from './rationalisation.ts'

/** Rooms, cold rooms, vehicles and what stands in all of them. */
export const STORE_RATIONALISATIONS: Rationalisations = {
  'cold-room-product-temperature-high': {
    name: { vi: 'Hàng trong kho lạnh bị nóng', en: 'Cold store too warm' },
    cause: {
      vi: 'Cửa mở, mất điện, máy nén hỏng, xả băng kéo dài.',
      en: 'An open door, no mains, a failed compressor, a long defrost.',
    },
    consequence: { vi: 'Hàng hỏng sớm.', en: 'Goods spoil early.' },
    response: {
      vi: 'Kiểm tra cửa, nguồn điện và xả băng; chuyển hàng nếu không xuống trong 30 phút.',
      en: 'Check door, mains and defrost; move the goods when it does not fall within 30 minutes.',
    },
    priorities: ['medium', 'high'],
    // A defrost raises the air by 2 to 5 °C for 20 to 40 minutes.
    onDelays: [45 * MINUTE, 30 * MINUTE],
    deadband: 0.5,
    offDelay: 15 * MINUTE,
    timeToRespond: 30 * MINUTE,
  },
  'cold-room-product-temperature-low': {
    name: { vi: 'Hàng trong kho lạnh sắp đông đá', en: 'Cold store near freezing' },
    cause: {
      vi: 'Bộ điều nhiệt đặt sai hoặc hỏng.',
      en: 'The thermostat is set wrong or has failed.',
    },
    consequence: { vi: 'Quả bị tổn thương lạnh, đông đá.', en: 'Chilling injury, frozen fruit.' },
    response: {
      vi: 'Nâng nhiệt độ đặt, xem bộ điều nhiệt.',
      en: 'Raise the set-point, look at the thermostat.',
    },
    priorities: ['medium', 'high'],
    onDelays: [30 * MINUTE, 15 * MINUTE],
    deadband: 0.3,
    offDelay: 15 * MINUTE,
    timeToRespond: 30 * MINUTE,
  },
  'room-temperature-high': {
    name: { vi: 'Kho nóng', en: 'Store too warm' },
    cause: { vi: 'Nắng nóng, kho bí.', en: 'Hot weather, no ventilation.' },
    consequence: { vi: 'Nước mắm sẫm màu nhanh.', en: 'Sauce darkens fast.' },
    response: { vi: 'Mở thông gió, che nắng mái.', en: 'Ventilate, shade the roof.' },
    priorities: ['low', 'medium'],
    onDelays: [2 * HOUR, HOUR],
    deadband: 1,
    offDelay: 30 * MINUTE,
    timeToRespond: 6 * HOUR,
  },
  'room-humidity-high': {
    name: { vi: 'Kho ẩm', en: 'Store too damp' },
    cause: { vi: 'Trời nồm, mưa, cửa mở.', en: 'Damp weather, rain, an open door.' },
    consequence: {
      vi: 'Cá khô, bánh đa hút ẩm, mốc.',
      en: 'Dried fish and crackers take up water and mould.',
    },
    response: { vi: 'Đóng kín, bật hút ẩm.', en: 'Close it, dehumidify.' },
    priorities: ['low', 'medium'],
    onDelays: [4 * HOUR, 4 * HOUR],
    deadband: 3,
    offDelay: HOUR,
    timeToRespond: 12 * HOUR,
  },
  'vehicle-temperature-high': {
    name: { vi: 'Thùng xe nóng', en: 'Load too warm' },
    cause: {
      vi: 'Máy lạnh tắt, cửa thùng mở, xe đứng ngoài nắng.',
      en: 'Cooling off, an open door, parked in the sun.',
    },
    consequence: {
      vi: 'Hàng giảm hạn dùng; người nhận có thể từ chối.',
      en: 'Shorter shelf life; the receiver may refuse.',
    },
    response: {
      vi: 'Bật máy lạnh, đóng cửa, tìm bóng mát; ghi lại thời gian hàng bị nóng.',
      en: 'Switch cooling on, close the door, find shade; note how long the goods were warm.',
    },
    priorities: ['medium', 'high'],
    onDelays: [15 * MINUTE, 10 * MINUTE],
    deadband: 1,
    offDelay: 10 * MINUTE,
    timeToRespond: 30 * MINUTE,
  },
  'battery-low': {
    name: { vi: 'Pin yếu', en: 'Battery low' },
    cause: { vi: 'Pin hết, tấm pin bẩn.', en: 'An old battery, a dirty solar panel.' },
    consequence: {
      vi: 'Thiết bị ngừng gửi, hồ sơ có khoảng trống.',
      en: 'The device goes silent, the record has a gap.',
    },
    response: { vi: 'Thay hoặc sạc pin.', en: 'Replace or charge it.' },
    priorities: ['low', 'medium'],
    onDelays: [6 * HOUR, HOUR],
    deadband: 3,
    offDelay: HOUR,
    timeToRespond: 3 * DAY,
  },
}
