import type { Text } from '../text.ts'
import { DAY, HOUR, MINUTE } from '../time.ts'
import type { Priority } from './limit.ts'

/** Why an alarm is there and what is done about it; durations in milliseconds, the deadband in the quantity's unit. */
export interface Rationalisation {
  readonly name: Text
  readonly cause: Text
  readonly consequence: Text
  readonly response: Text
  /** Of the warning and of the critical bound. */
  readonly priorities: readonly [Priority, Priority]
  readonly onDelays: readonly [number, number]
  readonly deadband: number
  readonly offDelay: number
  readonly timeToRespond: number
}

/** By limit and side. An on-delay is the trade's own where it has one, else at least two of the usual intervals of reporting. */
export const RATIONALISATIONS: Readonly<Record<string, Rationalisation>> = {
  'vat-temperature-high': {
    name: { vi: 'Bể chượp quá nóng', en: 'Vat too hot' },
    cause: {
      vi: 'Bơm tấm thu nhiệt chạy mãi, nắng gắt không che.',
      en: 'The collector pump never stops, or strong sun without shade.',
    },
    consequence: {
      vi: 'Cháy mắm: nước mắm đắng, sẫm màu; men ngừng.',
      en: 'Burnt sauce: bitter and dark; enzymes stop.',
    },
    response: {
      vi: 'Tắt bơm tấm thu nhiệt, che nắng bể.',
      en: 'Stop the collector pump, shade the vat.',
    },
    priorities: ['medium', 'high'],
    onDelays: [30 * MINUTE, 30 * MINUTE],
    deadband: 1,
    offDelay: 30 * MINUTE,
    timeToRespond: 2 * HOUR,
  },
  'vat-temperature-low': {
    name: { vi: 'Bể chượp lạnh', en: 'Vat cold' },
    cause: {
      vi: 'Rét, tấm thu nhiệt không chạy.',
      en: 'Cold weather, the collector does not run.',
    },
    consequence: { vi: 'Chượp chín chậm.', en: 'Ripening slows.' },
    response: {
      vi: 'Đậy nắp, chạy tấm thu nhiệt khi có nắng; lùi ngày rút dự kiến.',
      en: 'Cover it, run the collector when the sun shines; expect a later draw.',
    },
    priorities: ['low', 'low'],
    onDelays: [DAY, DAY],
    deadband: 1,
    offDelay: 6 * HOUR,
    timeToRespond: 3 * DAY,
  },
  'vat-brine-density-low': {
    name: { vi: 'Nước bổi nhạt muối', en: 'Brine too weak' },
    cause: { vi: 'Thiếu muối, nước mưa lọt vào.', en: 'Too little salt, or rain has come in.' },
    consequence: { vi: 'Thối mắm.', en: 'The mash rots.' },
    response: {
      vi: 'Đo lại bằng Baumé kế, thêm muối; xem nắp có dột không.',
      en: 'Check with a hydrometer, add salt; see whether the lid leaks.',
    },
    priorities: ['high', 'urgent'],
    onDelays: [HOUR, HOUR],
    deadband: 0.002,
    offDelay: HOUR,
    timeToRespond: DAY,
  },
  'vat-brine-density-high': {
    name: { vi: 'Nước bổi mặn quá', en: 'Brine too strong' },
    cause: { vi: 'Bay hơi, thừa muối.', en: 'Evaporation, or too much salt.' },
    consequence: { vi: 'Chín chậm, nước mắm chát.', en: 'Slow ripening, harsh sauce.' },
    response: { vi: 'Thêm nước hoặc nước mắm loãng.', en: 'Add water or weak sauce.' },
    priorities: ['low', 'low'],
    onDelays: [6 * HOUR, 6 * HOUR],
    deadband: 0.002,
    offDelay: HOUR,
    timeToRespond: 3 * DAY,
  },
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
  'orchard-soil-moisture-low': {
    name: { vi: 'Đất khô', en: 'Soil too dry' },
    cause: {
      vi: 'Nắng hạn, gió Lào, hệ tưới hỏng.',
      en: 'Drought, the dry wind from Laos, failed irrigation.',
    },
    consequence: {
      vi: 'Rụng quả, nứt quả khi mưa lại.',
      en: 'Fruit drops, and splits when rain returns.',
    },
    response: { vi: 'Tưới; kiểm tra đường ống.', en: 'Irrigate; check the pipes.' },
    priorities: ['medium', 'high'],
    onDelays: [3 * HOUR, 3 * HOUR],
    deadband: 1,
    offDelay: HOUR,
    timeToRespond: DAY,
  },
  'orchard-soil-moisture-high': {
    name: { vi: 'Đất úng', en: 'Soil waterlogged' },
    cause: { vi: 'Mưa lớn, rãnh tắc.', en: 'Heavy rain, blocked drains.' },
    consequence: { vi: 'Thối rễ.', en: 'Root rot.' },
    response: { vi: 'Khơi rãnh thoát nước.', en: 'Open the drains.' },
    priorities: ['medium', 'high'],
    onDelays: [DAY, 6 * HOUR],
    deadband: 1,
    offDelay: 3 * HOUR,
    timeToRespond: DAY,
  },
  'orchard-temperature-high': {
    name: { vi: 'Vườn nóng', en: 'Orchard too hot' },
    cause: { vi: 'Gió Lào.', en: 'The foehn wind from Laos.' },
    consequence: { vi: 'Rám quả, rụng quả non.', en: 'Sunburn, young fruit drops.' },
    response: { vi: 'Tưới sớm, che cây con.', en: 'Irrigate early, shade young trees.' },
    priorities: ['low', 'medium'],
    onDelays: [HOUR, 30 * MINUTE],
    deadband: 1,
    offDelay: HOUR,
    timeToRespond: 6 * HOUR,
  },
  'orchard-temperature-low': {
    name: { vi: 'Vườn rét', en: 'Orchard cold' },
    cause: { vi: 'Gió mùa đông bắc, sương muối.', en: 'The northeast monsoon, frost.' },
    consequence: {
      vi: 'Cây ngừng sinh trưởng, cháy lá non.',
      en: 'Trees stop growing, young leaves burn.',
    },
    response: { vi: 'Tủ gốc, hoãn bón phân.', en: 'Mulch, hold back fertilizer.' },
    priorities: ['low', 'high'],
    onDelays: [3 * HOUR, HOUR],
    deadband: 1,
    offDelay: HOUR,
    timeToRespond: 12 * HOUR,
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
