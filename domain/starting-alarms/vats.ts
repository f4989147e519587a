import type { LimitCondition } from '../alarm/limit.ts'
import { HOUR, MINUTE } from '../time.ts'
import type { Draft } from './draft.ts'

/** A tipping bucket tells every ten minutes; what fell before the newest of its readings is over. */
const RAINING: LimitCondition = {
  channels: ['rain'],
  within: 'site',
  measure: { kind: 'rate', over: 15 * MINUTE, holdMax: 15 * MINUTE },
  side: 'high',
  bound: 0.5,
  holdMax: 25 * MINUTE,
}
const RAINED: LimitCondition = {
  ...RAINING,
  measure: { kind: 'rate', over: 3 * HOUR, holdMax: HOUR },
  holdMax: HOUR,
}
const SUNNY: LimitCondition = {
  channels: ['irradiance'],
  within: 'site',
  measure: { kind: 'average', over: 30 * MINUTE, holdMax: 20 * MINUTE },
  side: 'high',
  bound: 500,
  holdMax: 30 * MINUTE,
}
const PUMPING: LimitCondition = {
  channels: ['pump'],
  within: 'place',
  measure: { kind: 'value' },
  side: 'high',
  bound: 1,
  holdMax: 30 * MINUTE,
}

/** What goes wrong with fish sauce while it ripens. */
export const VAT_DRAFTS: readonly Draft[] = [
  {
    id: 'vat-lid-open-in-rain',
    name: { vi: 'Nắp bể mở khi trời mưa', en: 'Lid open in the rain' },
    placeKinds: ['vat'],
    channels: ['lid'],
    measure: { kind: 'value' },
    while: [RAINING],
    side: 'high',
    // For a sample of the lid, so that one that is closed as the rain begins alarms nobody.
    levels: [{ bound: 1, priority: 'urgent', onDelay: 10 * MINUTE }],
    offDelay: 10 * MINUTE,
    cause: { vi: 'Quên đậy nắp sau khi phơi.', en: 'Forgotten after sunning.' },
    consequence: { vi: 'Nước mưa vào bể, thối mắm.', en: 'Rain gets in and the mash rots.' },
    response: {
      vi: 'Đậy nắp ngay; đo lại °Bé, thêm muối nếu nhạt.',
      en: 'Close it now; measure °Bé again, add salt where it is weak.',
    },
    timeToRespond: 10 * MINUTE,
    source: {
      vi: 'nước mưa làm thối mắm (kinhtemoitruong.vn 63490); thời gian trễ chưa chắc chắn',
      en: 'rain makes the mash rot (kinhtemoitruong.vn 63490); the delay is unsure',
    },
  },
  {
    id: 'vat-level-rising-in-rain',
    name: { vi: 'Mực nước bể dâng khi trời mưa', en: 'Level rises in the rain' },
    placeKinds: ['vat'],
    channels: ['level'],
    measure: { kind: 'rate', over: 2 * HOUR, holdMax: HOUR },
    while: [RAINED],
    side: 'high',
    // 8 mm in two hours: more than the noise of an ultrasonic probe.
    levels: [{ bound: 4, priority: 'urgent', onDelay: 20 * MINUTE }],
    deadband: 1,
    cause: {
      vi: 'Nắp hở hoặc dột; nếu vừa châm thêm nước bổi thì không phải.',
      en: 'The lid is open or leaks; not so when brine was just added.',
    },
    consequence: { vi: 'Nước mưa vào bể, thối mắm.', en: 'Rain gets in and the mash rots.' },
    response: {
      vi: 'Xem nắp và mái che; đo lại °Bé, thêm muối.',
      en: 'See to lid and roof; measure °Bé again, add salt.',
    },
    timeToRespond: HOUR,
    source: {
      vi: 'nước mưa làm thối mắm (kinhtemoitruong.vn 63490); 4 mm/giờ chưa chắc chắn',
      en: 'rain makes the mash rot (kinhtemoitruong.vn 63490); 4 mm/h is unsure',
    },
  },
  {
    id: 'vat-level-falling',
    name: { vi: 'Mực nước bể tụt', en: 'Level falls' },
    placeKinds: ['vat'],
    channels: ['level'],
    measure: { kind: 'rate', over: 24 * HOUR, holdMax: HOUR },
    side: 'low',
    // 6 mm a day, for half a day: what evaporates under an open lid in dry wind is less.
    levels: [{ bound: -0.25, priority: 'medium', onDelay: 12 * HOUR }],
    deadband: 0.05,
    offDelay: 6 * HOUR,
    cause: {
      vi: 'Bể rò, bay hơi nhiều; nếu vừa kéo rút thì không phải.',
      en: 'A leak or much evaporation; not so when sauce was just drawn.',
    },
    consequence: {
      vi: 'Mất nước mắm, chượp khô, mặn.',
      en: 'Sauce is lost, the mash dries and turns salty.',
    },
    response: {
      vi: 'Tìm chỗ rò ở lù và vách; châm thêm nước bổi.',
      en: 'Look for a leak at outlet and walls; top up with brine.',
    },
    timeToRespond: 24 * HOUR,
    source: {
      vi: 'quá 5 mm/ngày là rò hoặc bay hơi (kinh nghiệm); chưa chắc chắn',
      en: 'more than 5 mm a day is a leak or evaporation (experience); unsure',
    },
  },
  {
    id: 'vat-collector-useless',
    name: { vi: 'Tấm thu nhiệt không nóng', en: 'Collector gives no heat' },
    placeKinds: ['vat'],
    channels: ['temperature-rise/collector'],
    measure: { kind: 'value' },
    while: [SUNNY, PUMPING],
    side: 'low',
    levels: [{ bound: 1, priority: 'medium', onDelay: 30 * MINUTE }],
    deadband: 0.5,
    cause: {
      vi: 'Khí trong ống, bơm không lên nước, tấm thu bẩn.',
      en: 'Air in the pipe, a pump that moves nothing, a dirty collector.',
    },
    consequence: { vi: 'Chượp chín chậm, tốn điện.', en: 'Ripening slows, power is wasted.' },
    response: {
      vi: 'Xả khí, kiểm tra bơm và lưới lọc.',
      en: 'Bleed the air, check pump and strainer.',
    },
    timeToRespond: 24 * HOUR,
    source: {
      vi: 'tính từ 4 m² tấm thu và 5 L/phút: trên 3 °C khi nắng 500 W/m²; ngưỡng 1 °C chưa chắc chắn',
      en: 'calculated for 4 m² and 5 L/min: above 3 °C at 500 W/m²; the bound of 1 °C is unsure',
    },
  },
  {
    id: 'vat-stirring-missed',
    name: { vi: 'Chưa náo đảo', en: 'Not stirred' },
    placeKinds: ['vat'],
    channels: ['pump'],
    // A day, and the time by which people are not always punctual.
    measure: { kind: 'minutes-run', threshold: 1, over: 30 * HOUR, holdMax: 30 * MINUTE },
    side: 'low',
    levels: [{ bound: 10, priority: 'medium', onDelay: HOUR }],
    deadband: 5,
    cause: { vi: 'Bơm hỏng, mất điện, quên.', en: 'A broken pump, no power, forgotten.' },
    consequence: {
      vi: 'Muối không đều, chượp thối cục bộ.',
      en: 'Salt stays uneven, and parts of the mash rot.',
    },
    response: {
      vi: 'Náo đảo bể; nếu bể đang để yên thì tạm dừng cảnh báo này.',
      en: 'Stir it; where the vat is to rest, take this alarm out of service.',
    },
    timeToRespond: 12 * HOUR,
    source: {
      vi: 'náo đảo hằng ngày trong hai tháng đầu (giáo trình nghề); 10 phút chưa chắc chắn',
      en: 'stirred daily in the first two months (training manual); 10 minutes is unsure',
    },
  },
]
