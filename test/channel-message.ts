import type { Message } from '#domain/notification/message.ts'
import type { Notice } from '#domain/notification/notice.ts'

export const SINCE = Date.UTC(2026, 6, 14, 7, 5)

export function makeNotice(part: Partial<Notice> = {}): Notice {
  return {
    kind: 'raised',
    alarm: 7,
    priority: 'urgent',
    site: 'Nước mắm Phú Khương',
    place: 'Bể 3',
    name: 'Bể quá nóng',
    since: SINCE,
    sinceText: '14:05 14/07',
    value: '52,3 °C',
    limit: '≥ 50 °C',
    response: 'Tắt bơm, che nắng',
    acknowledgeUrl: 'https://nguon.example.vn/a/7.Xk2-_9',
    ...part,
  }
}

/** A message about one alarm, or about those given. */
export function makeMessage(part: Partial<Message> = {}): Message {
  const notices = part.notices ?? [makeNotice()]
  const lines = notices.flatMap(({ place, name, value = '', response, acknowledgeUrl = '' }) => [
    `${place}: ${name} ${value}`,
    response,
    acknowledgeUrl,
  ])
  return {
    key: '01K5ZQ8M4T6V7W8X9YABCDEFGH',
    language: 'vi',
    subject: 'KHẨN CẤP: Bể 3 quá nóng, 52,3 °C',
    text: lines.join('\n'),
    notices,
    ...part,
  }
}
