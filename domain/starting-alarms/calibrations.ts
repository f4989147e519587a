import { PLACE_KINDS } from '../place.ts'
import type { Text } from '../text.ts'
import { DAY, HOUR } from '../time.ts'
import type { Draft } from './draft.ts'

const TEMPERATURES = [
  'temperature',
  'temperature/top',
  'temperature/middle',
  'temperature/bottom',
  'temperature/product',
  'temperature/air',
]

/** Of each quantity, for a limit has channels of one. */
function overdue(quantity: string, name: Text, channels: readonly string[]): Draft {
  return {
    id: `calibration-overdue-${quantity}`,
    name,
    placeKinds: PLACE_KINDS,
    channels,
    measure: { kind: 'calibration-overdue', whenNever: 'quiet' },
    side: 'high',
    levels: [
      { bound: 0, priority: 'low', onDelay: 0 },
      { bound: 30, priority: 'medium', onDelay: 0 },
    ],
    offDelay: 0,
    cause: {
      vi: 'Giấy hiệu chuẩn của đầu đo đã hết hạn.',
      en: 'The certificate of the probe has run out.',
    },
    consequence: {
      vi: 'Không ai biết số đo còn đúng không; hồ sơ HACCP và khách hàng có thể không chấp nhận.',
      en: 'Nobody knows whether it still measures right; HACCP records and buyers may not accept it.',
    },
    response: {
      vi: 'Gửi đầu đo đi hiệu chuẩn hoặc so với nhiệt kế chuẩn, rồi ghi giấy mới vào Nguồn.',
      en: 'Have the probe calibrated, or compare it with a reference, and record the new certificate.',
    },
    timeToRespond: 14 * DAY + HOUR,
    source: {
      vi: 'Hạn ghi trên giấy hiệu chuẩn; 30 ngày chưa chắc chắn',
      en: 'The date on the certificate; 30 days is unsure',
    },
  }
}

/** A probe that was never calibrated is quiet: most are cheap, and are replaced. */
export const CALIBRATION_DRAFTS: readonly Draft[] = [
  overdue(
    'temperature',
    { vi: 'Đầu đo nhiệt độ quá hạn hiệu chuẩn', en: 'Temperature probe: calibration overdue' },
    TEMPERATURES,
  ),
  overdue(
    'humidity',
    { vi: 'Đầu đo ẩm quá hạn hiệu chuẩn', en: 'Humidity probe: calibration overdue' },
    ['relative-humidity', 'relative-humidity/air'],
  ),
  overdue('ph', { vi: 'Đầu đo pH quá hạn hiệu chuẩn', en: 'pH probe: calibration overdue' }, [
    'ph',
  ]),
  overdue(
    'salinity',
    { vi: 'Đầu đo độ mặn quá hạn hiệu chuẩn', en: 'Salinity probe: calibration overdue' },
    ['salinity'],
  ),
]
