import { PLACE_KINDS } from '../place.ts'
import { HOUR, MINUTE } from '../time.ts'
import type { Draft } from './draft.ts'

/** One channel of each kind of device: a device that is silent is one alarm, not one for each of its probes. */
export const FIRST_PROBES = ['temperature', 'temperature/middle', 'temperature/product'] as const
const OTHER_PROBES = ['temperature/top', 'temperature/bottom', 'temperature/air'] as const
const AIR = ['temperature', 'temperature/air', 'temperature/ambient'] as const

const SILENT_SOURCE = {
  vi: 'ba lần lỡ hẹn là mất tín hiệu (thông lệ); mức thứ hai chưa chắc chắn',
  en: 'three intervals missed are silence (common practice); the second level is unsure',
}

/** How devices themselves are doing, wherever they stand. */
export const DEVICE_DRAFTS: readonly Draft[] = [
  {
    id: 'device-silent',
    name: { vi: 'Thiết bị mất tín hiệu', en: 'Device silent' },
    placeKinds: PLACE_KINDS,
    channels: FIRST_PROBES,
    measure: { kind: 'intervals-missed', intervalMin: 10 * MINUTE },
    side: 'high',
    levels: [
      { bound: 3, priority: 'low', onDelay: 15 * MINUTE },
      { bound: 18, priority: 'medium', onDelay: 15 * MINUTE },
    ],
    offDelay: 0,
    cause: {
      vi: 'Mất điện, mất mạng, hết pin, thiết bị hỏng.',
      en: 'No power, no network, an empty battery, a broken device.',
    },
    consequence: {
      vi: 'Không ai biết nơi đó ra sao; hồ sơ có khoảng trống.',
      en: 'Nobody knows how the place is; the record has a gap.',
    },
    response: {
      vi: 'Xem điện, mạng, pin; đo tay trong lúc chờ.',
      en: 'Check power, network and battery; measure by hand meanwhile.',
    },
    timeToRespond: 4 * HOUR,
    source: SILENT_SOURCE,
  },
  {
    id: 'soil-probe-silent',
    name: { vi: 'Đầu đo đất mất tín hiệu', en: 'Soil probe silent' },
    placeKinds: ['orchard-block'],
    channels: ['soil-moisture/15cm'],
    measure: { kind: 'intervals-missed', intervalMin: 30 * MINUTE },
    side: 'high',
    levels: [{ bound: 6, priority: 'low', onDelay: HOUR }],
    offDelay: 0,
    cause: { vi: 'Hết pin, sóng yếu, dây đứt.', en: 'An empty battery, weak radio, a cut cable.' },
    consequence: { vi: 'Không biết khi nào cần tưới.', en: 'Nobody knows when to irrigate.' },
    response: {
      vi: 'Xem pin và ăng-ten; thăm đất bằng tay.',
      en: 'Check battery and aerial; feel the soil by hand.',
    },
    timeToRespond: 24 * HOUR,
    source: SILENT_SOURCE,
  },
  {
    id: 'probe-silent',
    name: { vi: 'Một đầu đo không có số liệu', en: 'One probe has no readings' },
    placeKinds: PLACE_KINDS,
    channels: OTHER_PROBES,
    // Much later than the device itself: this one is for a probe that fails alone.
    measure: { kind: 'intervals-missed', intervalMin: 10 * MINUTE },
    side: 'high',
    levels: [{ bound: 36, priority: 'low', onDelay: 30 * MINUTE }],
    offDelay: 0,
    cause: {
      vi: 'Đầu đo đứt hoặc chập: số gửi lên bị loại vì vô lý.',
      en: 'The probe is cut or shorted, and what it says is refused.',
    },
    consequence: { vi: 'Thiếu một vị trí đo.', en: 'One position is not measured.' },
    response: {
      vi: 'Xem các số bị loại, thay đầu đo.',
      en: 'Look at what was rejected, replace the probe.',
    },
    timeToRespond: 48 * HOUR,
    source: SILENT_SOURCE,
  },
  {
    id: 'temperature-stuck',
    name: { vi: 'Nhiệt độ không khí đứng yên', en: 'Air temperature does not move' },
    placeKinds: PLACE_KINDS,
    channels: AIR,
    measure: { kind: 'unchanged', noise: 0 },
    side: 'high',
    levels: [{ bound: (12 * HOUR) / MINUTE, priority: 'low', onDelay: 0 }],
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
      vi: 'số lặp lại khoảng 12 phút là thường (đo tại Hà Tĩnh); 12 giờ thì không',
      en: 'repeated for some 12 minutes is usual (measured in Hà Tĩnh); for 12 hours it is not',
    },
  },
  {
    id: 'messages-repeated',
    name: { vi: 'Thiết bị gửi lặp nhiều', en: 'Device repeats itself' },
    placeKinds: PLACE_KINDS,
    channels: ['repeats'],
    measure: { kind: 'average', over: 6 * HOUR, holdMax: 3 * HOUR },
    side: 'high',
    levels: [{ bound: 20, priority: 'low', onDelay: 0 }],
    deadband: 5,
    offDelay: HOUR,
    cause: {
      vi: 'Mạng chập chờn nên mất tin xác nhận; thiết bị gửi lại cả khi đã được xác nhận.',
      en: 'An unsteady link loses acknowledgements; or the device repeats what was acknowledged.',
    },
    consequence: {
      vi: 'Không mất số liệu, nhưng tốn pin và cước; thường là dấu hiệu sắp mất kết nối.',
      en: 'Nothing is lost, but battery and traffic are; often a link is about to fail.',
    },
    response: {
      vi: 'Xem sóng và ăng-ten; xem cài đặt gửi lại (QoS 1) của thiết bị.',
      en: 'Check radio and aerial, and how the device repeats (QoS 1).',
    },
    timeToRespond: 7 * 24 * HOUR,
    source: { vi: 'kinh nghiệm; 20 % chưa chắc chắn', en: 'experience; 20 % is unsure' },
  },
  {
    id: 'signal-weak',
    name: { vi: 'Sóng yếu', en: 'Weak signal' },
    placeKinds: PLACE_KINDS,
    channels: ['rssi'],
    measure: { kind: 'average', over: 12 * HOUR, holdMax: 2 * HOUR },
    side: 'low',
    levels: [{ bound: -110, priority: 'low', onDelay: 6 * HOUR }],
    deadband: 3,
    offDelay: 6 * HOUR,
    cause: {
      vi: 'Ăng-ten lệch, lá che, gateway xa.',
      en: 'A turned aerial, leaves in the way, a far gateway.',
    },
    consequence: { vi: 'Mất số liệu khi mưa.', en: 'Readings get lost when it rains.' },
    response: { vi: 'Nâng hoặc xoay ăng-ten.', en: 'Raise or turn the aerial.' },
    timeToRespond: 7 * 24 * HOUR,
    source: {
      vi: 'LoRa đứt gần −120 dBm (giáo khoa); −110 chưa chắc chắn, Wi-Fi cần mạnh hơn',
      en: 'LoRa breaks near −120 dBm (textbook); −110 is unsure, Wi-Fi needs more',
    },
  },
]
