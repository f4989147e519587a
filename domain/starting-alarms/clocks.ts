import { PLACE_KINDS } from '../place.ts'
import { HOUR, MINUTE } from '../time.ts'
import { FIRST_PROBES } from './devices.ts'
import type { Draft } from './draft.ts'

/** Whether readings stand at the right time. */
export const CLOCK_DRAFTS: readonly Draft[] = [
  {
    id: 'clock-impossible',
    name: { vi: 'Đồng hồ thiết bị sai hẳn', en: 'Device clock cannot be right' },
    placeKinds: PLACE_KINDS,
    channels: [...FIRST_PROBES],
    measure: { kind: 'misdated', over: 24 * HOUR, holdMax: HOUR },
    side: 'high',
    levels: [{ bound: 120, priority: 'medium', onDelay: 30 * MINUTE }],
    deadband: 60,
    offDelay: HOUR,
    cause: {
      vi: 'Pin đồng hồ hết, thiết bị không hỏi giờ mạng.',
      en: 'The clock lost its battery, or the device gets no network time.',
    },
    consequence: {
      vi: 'Giờ ghi là giờ nhận; số liệu gửi bù bị dồn sai chỗ.',
      en: 'Times are those of arrival; a backlog is filed in the wrong place.',
    },
    response: { vi: 'Đặt lại giờ, xem NTP.', en: 'Set the clock, check NTP.' },
    timeToRespond: 48 * HOUR,
    source: {
      vi: 'giờ trước 2020 hoặc sớm hơn 5 phút so với gateway thì không nhận (thiết kế)',
      en: 'times before 2020 or 5 minutes ahead of the gateway are not taken (by design)',
    },
  },
  {
    id: 'clock-slow',
    name: { vi: 'Đồng hồ thiết bị chạy chậm', en: 'Device clock is slow' },
    placeKinds: PLACE_KINDS,
    channels: [...FIRST_PROBES],
    // The quickest reading of twelve hours: a backlog is late, but not all of it, always.
    measure: { kind: 'lag', over: 12 * HOUR, holdMax: HOUR },
    side: 'high',
    levels: [{ bound: 15, priority: 'low', onDelay: HOUR }],
    deadband: 5,
    cause: {
      vi: 'Sai múi giờ, đồng hồ trôi; hoặc đường truyền luôn trễ.',
      en: 'A wrong time zone or a drifting clock; or a link that is always late.',
    },
    consequence: {
      vi: 'Số liệu nằm sai giờ, cảnh báo đến trễ.',
      en: 'Readings stand at the wrong time, alarms come late.',
    },
    response: {
      vi: 'Đặt lại giờ, xem múi giờ và NTP.',
      en: 'Set the clock, check time zone and NTP.',
    },
    timeToRespond: 48 * HOUR,
    source: { vi: 'kinh nghiệm; 15 phút chưa chắc chắn', en: 'experience; 15 minutes is unsure' },
  },
  {
    id: 'clock-fast',
    name: { vi: 'Đồng hồ thiết bị chạy nhanh', en: 'Device clock is fast' },
    placeKinds: PLACE_KINDS,
    channels: [...FIRST_PROBES],
    measure: { kind: 'lag', over: 12 * HOUR, holdMax: HOUR },
    side: 'low',
    levels: [{ bound: -2, priority: 'low', onDelay: HOUR }],
    deadband: 0.5,
    cause: {
      vi: 'Đồng hồ trôi, không hỏi giờ mạng.',
      en: 'A drifting clock without network time.',
    },
    consequence: {
      vi: 'Quá 5 phút thì giờ của thiết bị không được dùng nữa.',
      en: 'Beyond five minutes the device’s time is no longer taken.',
    },
    response: { vi: 'Đặt lại giờ, xem NTP.', en: 'Set the clock, check NTP.' },
    timeToRespond: 48 * HOUR,
    source: { vi: 'kinh nghiệm; 2 phút chưa chắc chắn', en: 'experience; 2 minutes is unsure' },
  },
]
