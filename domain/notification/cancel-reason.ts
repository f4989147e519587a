import type { Text } from '../text.ts'

/** Why somebody who was to be told is not. */
export const CANCEL_REASONS = {
  settled: {
    vi: 'Đến lúc báo thì đã xong, đã có người nhận hoặc đang tắt báo',
    en: 'By then it was over, answered or silent',
  },
  'person-gone': {
    vi: 'Người này không còn trong danh sách',
    en: 'The person is not there any more',
  },
  'address-gone': {
    vi: 'Người này không còn dùng địa chỉ đó',
    en: 'The person does not have this address any more',
  },
  reassigned: {
    vi: 'Đến lúc báo thì việc này đã giao cho người khác',
    en: 'By then it was assigned to somebody else',
  },
  'route-gone': { vi: 'Tuyến báo đã bị xóa', en: 'The route is not there any more' },
  'route-changed': {
    vi: 'Tuyến báo đã đổi và không báo việc này cho người này nữa',
    en: 'The route has changed and does not tell this person of it any more',
  },
} as const satisfies Record<string, Text>
export type CancelReason = keyof typeof CANCEL_REASONS
