import type { Text } from './text.ts'
import type { Instant } from './time.ts'

/** Why a message, or one value of it, could not be used. The code is stable; the text says what to do. */
export const REJECTION_CODES = {
  'not-json': {
    vi: 'Nội dung không phải JSON hợp lệ. Gửi một đối tượng JSON hoặc một mảng đối tượng.',
    en: 'The payload is not valid JSON. Send one JSON object or an array of objects.',
  },
  'wrong-shape': {
    vi: 'JSON không đúng dạng. Gửi {"time": …, "temperature": 31.2}.',
    en: 'The JSON has the wrong shape. Send {"time": …, "temperature": 31.2}.',
  },
  'too-many-readings': {
    vi: 'Một tin nhắn có quá nhiều giá trị. Chia thành nhiều tin nhắn.',
    en: 'One message holds too many readings. Split it.',
  },
  'unknown-topic': {
    vi: 'Chủ đề không xác định. Gửi tới nguon/v1/<thiết bị>/readings.',
    en: 'Unknown topic. Publish to nguon/v1/<device>/readings.',
  },
  'unknown-device': {
    vi: 'Thiết bị chưa được đăng ký.',
    en: 'The device is not enrolled.',
  },
  'unknown-quantity': {
    vi: 'Tên kênh không bắt đầu bằng một đại lượng đã biết.',
    en: 'The channel name does not begin with a known quantity.',
  },
  'wrong-name': {
    vi: 'Tên kênh viết sai. Sau đại lượng chỉ dùng chữ thường không dấu, chữ số, “.”, “_”, “-”, ví dụ temperature/top.',
    en: 'The channel name is not well written. Behind the quantity use only lower-case a–z, digits, “.”, “_”, “-”, as in temperature/top.',
  },
  'unknown-unit': {
    vi: 'Đơn vị không đổi được sang đơn vị của đại lượng.',
    en: 'The unit cannot be converted to the unit of the quantity.',
  },
  'not-a-number': {
    vi: 'Giá trị không phải là số hữu hạn.',
    en: 'The value is not a finite number.',
  },
  'out-of-range': {
    vi: 'Giá trị nằm ngoài khoảng vật lý có thể. Kiểm tra đầu dò và đơn vị.',
    en: 'The value is outside what is physically plausible. Check the probe and the unit.',
  },
  sentinel: {
    vi: 'Giá trị là mã báo lỗi của cảm biến (ví dụ −127 hoặc 327,67). Kiểm tra đầu dò.',
    en: 'The value is the sensor’s error code (such as −127 or 327.67). Check the probe.',
  },
  'bad-time': {
    vi: 'Không đọc được thời gian. Gửi RFC 3339 hoặc epoch giây/mili giây.',
    en: 'The time cannot be read. Send RFC 3339 or epoch seconds/milliseconds.',
  },
  'too-many-channels': {
    vi: 'Thiết bị có quá nhiều kênh. Kiểm tra tên kênh.',
    en: 'The device has too many channels. Check the channel names.',
  },
  'store-refused': {
    vi: 'Kho dữ liệu từ chối giá trị này.',
    en: 'The readings store refused this reading.',
  },
  internal: {
    vi: 'Nguồn gặp lỗi khi xử lý tin nhắn này. Báo cho người vận hành; nội dung gốc vẫn được giữ.',
    en: 'Nguồn itself failed on this message. Tell the operator; the raw bytes are kept.',
  },
} as const satisfies Record<string, Text>
export type RejectionCode = keyof typeof REJECTION_CODES

/** A message, or one value of it, that could not be used: kept with its raw bytes and counted. */
export interface Rejection {
  readonly device: string
  readonly code: RejectionCode
  /** The channel as it was written, or '' when the whole message is meant. */
  readonly channel: string
  /** What exactly was received and what is accepted, in English, for one line of a list. */
  readonly detail: string
  readonly topic: string
  readonly payload: Uint8Array
  /** The journal's sequence of the entry. */
  readonly sequence: number
  readonly receivedAt: Instant
}
