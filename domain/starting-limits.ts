import type { Limit } from './limit.ts'
import { PLACE_KINDS, type PlaceKind } from './place.ts'

/** SG = 145 / (145 − °Bé), at 15.6 °C; the density of what a salter reads as so many degrees Baumé, g/mL. */
function densityOfBaume(degrees: number): number {
  return Math.round((145 / (145 - degrees)) * 1_000) / 1_000
}

/** What a new platform begins with, by kind of place: starting values of the trade, to be replaced by the producer's own. */
export const STARTING_LIMITS: readonly Limit[] = [
  {
    id: 'vat-temperature',
    placeKinds: ['vat'],
    channels: ['temperature/top', 'temperature/middle', 'temperature/bottom'],
    warning: { low: 20, high: 45 },
    critical: { high: 50 },
    response: {
      vi: 'Nóng: tắt bơm tấm thu nhiệt, che nắng bể. Lạnh: quá trình chín chậm lại, dự kiến lùi ngày rút.',
      en: 'Hot: stop the collector pump, shade the vat. Cold: ripening slows, expect a later draw.',
    },
    source: {
      vi: 'chín tốt nhất ở 35–40 °C (kinhtemoitruong.vn 63490); các ngưỡng chưa chắc chắn',
      en: 'ripening is best at 35–40 °C (kinhtemoitruong.vn 63490); the bounds are unsure',
    },
  },
  {
    id: 'vat-brine-density',
    placeKinds: ['vat'],
    channels: ['brine-density'],
    // From 25 to 26 °Bé it is right, and a hydrometer is read to a tenth.
    warning: { low: densityOfBaume(24.9), high: densityOfBaume(26.1) },
    critical: { low: densityOfBaume(23) },
    response: {
      vi: 'Dưới 25 °Bé: đo lại bằng Baumé kế, thêm muối. Trên 26 °Bé: thêm nước hoặc nước mắm loãng.',
      en: 'Below 25 °Bé: check with a hydrometer, add salt. Above 26 °Bé: add water or weak sauce.',
    },
    source: {
      vi: 'giáo trình nghề của Bộ Nông nghiệp, nước trên mặt chượp 25–26 °Bé; ngưỡng 23 °Bé chưa chắc chắn',
      en: 'training manual of the ministry of agriculture, 25–26 °Bé over the mash; 23 °Bé is unsure',
    },
  },
  {
    id: 'cold-room-product-temperature',
    placeKinds: ['cold-room'],
    channels: ['temperature/product'],
    warning: { low: 0, high: 8 },
    critical: { low: -0.5, high: 10 },
    response: {
      vi: 'Kiểm tra cửa, nguồn điện và xả băng; chuyển hàng nếu nhiệt độ không xuống trong 30 phút.',
      en: 'Check door, mains and defrost; move the goods when it does not fall within 30 minutes.',
    },
    source: {
      vi: 'cam 3–8 °C (UC Davis), cá cơm tươi 0–4 °C; đông đá −0,5 °C (WHO PQS)',
      en: 'oranges 3–8 °C (UC Davis), raw anchovy 0–4 °C; freezing −0.5 °C (WHO PQS)',
    },
  },
  {
    id: 'room-temperature',
    placeKinds: ['room'],
    channels: ['temperature'],
    warning: { high: 35 },
    critical: { high: 40 },
    response: {
      vi: 'Mở thông gió, che nắng: nước mắm thành phẩm giữ dưới 35 °C.',
      en: 'Ventilate and shade: finished sauce is kept below 35 °C.',
    },
    source: {
      vi: 'nước mắm thành phẩm dưới 35 °C (giáo khoa); ngưỡng 40 °C chưa chắc chắn',
      en: 'finished sauce below 35 °C (textbook); 40 °C is unsure',
    },
  },
  {
    id: 'room-humidity',
    placeKinds: ['room'],
    channels: ['relative-humidity'],
    warning: { high: 70 },
    critical: { high: 90 },
    response: {
      vi: 'Bật hút ẩm hoặc đóng kín: cá khô, bánh đa hút ẩm trở lại khi trên 65–70 %.',
      en: 'Dehumidify or close: dried fish and rice crackers take up water above 65–70 %.',
    },
    source: {
      vi: 'hàng khô dưới 65–70 % (giáo khoa); ngưỡng 90 % chưa chắc chắn',
      en: 'dried goods below 65–70 % (textbook); 90 % is unsure',
    },
  },
  {
    id: 'vehicle-temperature',
    placeKinds: ['vehicle'],
    channels: ['temperature'],
    warning: { high: 30 },
    critical: { high: 35 },
    response: {
      vi: 'Bật máy lạnh, đóng cửa thùng xe; ghi lại thời gian hàng bị nóng.',
      en: 'Switch cooling on, close the door; note how long the goods were warm.',
    },
    source: {
      vi: 'nước mắm thành phẩm dưới 35 °C (giáo khoa); hàng trên xe có thể cần lạnh hơn',
      en: 'finished sauce below 35 °C (textbook); what is loaded may ask for less',
    },
  },
  {
    id: 'orchard-soil-moisture',
    placeKinds: ['orchard-block'],
    channels: ['soil-moisture/15cm', 'soil-moisture/30cm', 'soil-moisture/60cm'],
    warning: { low: 24, high: 40 },
    critical: { low: 20, high: 45 },
    response: {
      vi: 'Khô: tưới. Ướt lâu hơn một ngày: khơi rãnh thoát nước, coi chừng thối rễ.',
      en: 'Dry: irrigate. Wet for more than a day: open the drains, watch for root rot.',
    },
    source: {
      vi: 'đất thịt pha sét giữ 34 %, héo gần 20 %; được cạn 66 % ngoài kỳ hoa (UF/IFAS SS660); chưa chắc chắn cho đất này',
      en: 'clay loam holds 34 %, wilts near 20 %; depletion of 66 % outside bloom (UF/IFAS SS660); unsure for this soil',
    },
  },
  {
    id: 'orchard-temperature',
    placeKinds: ['orchard-block'],
    channels: ['temperature'],
    warning: { low: 12, high: 38 },
    critical: { low: 3, high: 42 },
    response: {
      vi: 'Nóng: tưới sớm, che cây con. Rét: tủ gốc, hoãn bón phân.',
      en: 'Hot: irrigate early, shade young trees. Cold: mulch, hold back fertilizer.',
    },
    source: {
      vi: 'ổi ngừng sinh trưởng gần 15 °C (giáo khoa); các ngưỡng chưa chắc chắn',
      en: 'guava stops growing near 15 °C (textbook); the bounds are unsure',
    },
  },
  // No lower bound: every night is as humid as can be. Leaf wetness tells of disease.
  {
    id: 'orchard-vapour-pressure-deficit',
    placeKinds: ['orchard-block'],
    channels: ['vapour-pressure-deficit'],
    warning: { high: 2.4 },
    critical: { high: 3.6 },
    response: {
      vi: 'Đất khô thì tưới sáng sớm hoặc chiều tối; che cây con, hoãn phun thuốc, tỉa và trồng.',
      en: 'Irrigate early or late where the soil is dry; shade young trees, put off spraying, pruning and planting.',
    },
    source: {
      vi: 'cây cam quýt con hút CO₂ ở 37 °C và 3,6 kPa kém hơn ở 29 °C và 2,4 kPa (Brakke, Allen 1995); chưa chắc chắn cho cây lớn và cho ổi',
      en: 'citrus seedlings took up less CO₂ at 37 °C and 3.6 kPa than at 29 °C and 2.4 kPa (Brakke, Allen 1995); unsure for grown trees and for guava',
    },
  },
  {
    id: 'battery',
    placeKinds: PLACE_KINDS,
    channels: ['battery'],
    warning: { low: 20 },
    critical: { low: 10 },
    response: {
      vi: 'Thay hoặc sạc pin trước khi thiết bị ngừng gửi.',
      en: 'Replace or charge the battery before the device goes silent.',
    },
    source: {
      vi: 'nhà sản xuất cảnh báo ở 20 %',
      en: 'manufacturers warn at 20 %',
    },
  },
]

export function findLimit(kind: PlaceKind, channel: string): Limit | undefined {
  return STARTING_LIMITS.find(
    ({ placeKinds, channels }) => placeKinds.includes(kind) && channels.includes(channel),
  )
}
