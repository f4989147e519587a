import { PRIORITIES, type Priority } from '../alarm/limit.ts'
import type { Text } from '../text.ts'
import type { Message } from './message.ts'
import type { Language, Notice, NoticeKind } from './notice.ts'

export const PRIORITY_NAMES: Readonly<Record<Priority, Text>> = {
  low: { vi: 'Thấp', en: 'Low' },
  medium: { vi: 'Vừa', en: 'Medium' },
  high: { vi: 'Cao', en: 'High' },
  urgent: { vi: 'Khẩn cấp', en: 'Urgent' },
}

const KIND_NAMES: Readonly<Record<NoticeKind, Text>> = {
  raised: { vi: 'Báo động', en: 'Alarm' },
  reminder: { vi: 'Nhắc lại, chưa ai nhận', en: 'Reminder, nobody has answered' },
  escalated: { vi: 'Chuyển lên, chưa ai nhận', en: 'Escalated, nobody has answered' },
  resolved: { vi: 'Đã hết', en: 'Over' },
  assigned: { vi: 'Giao cho bạn', en: 'Assigned to you' },
  test: { vi: 'Thử', en: 'Test' },
}

const WORDS = {
  where: { vi: 'Ở đâu', en: 'Where' },
  since: { vi: 'Từ lúc', en: 'Since' },
  ended: { vi: 'Hết lúc', en: 'Over at' },
  lasted: { vi: 'Kéo dài', en: 'Lasted' },
  endedAfter: { vi: 'lúc {at}, sau {lasted}', en: 'at {at}, after {lasted}' },
  value: { vi: 'Đo được', en: 'Measured' },
  limit: { vi: 'Giới hạn', en: 'Limit' },
  response: { vi: 'Cần làm', en: 'What to do' },
  by: { vi: 'Người giao', en: 'Assigned by' },
  reason: { vi: 'Lý do', en: 'Why' },
  acknowledge: { vi: 'Bấm để nhận', en: 'Tap to acknowledge' },
  over: { vi: 'nay đã xong', en: 'settled by now' },
  more: { vi: 'và {n} báo động khác', en: 'and {n} more alarms' },
  several: { vi: '{n} báo động', en: '{n} alarms' },
  testName: { vi: 'Thư thử của Nguồn', en: 'Test message of Nguồn' },
  testResponse: {
    vi: 'Không cần làm gì. Nếu bạn đọc được, kênh này hoạt động.',
    en: 'Nothing. If you can read this, the channel works.',
  },
} as const satisfies Record<string, Text>

/** Notices that are told one by one; of what is more only the number. */
const TOLD_MAX = 20

/** What is told in one message; the notices are not empty. */
export function writeMessage(key: string, language: Language, notices: readonly Notice[]): Message {
  const sorted = notices.toSorted((a, b) => rankOf(a) - rankOf(b))
  const told = sorted.slice(0, TOLD_MAX)
  const paragraphs = told.map((notice) => writeNotice(notice, language))
  const left = sorted.length - told.length
  if (left > 0) paragraphs.push(WORDS.more[language].replace('{n}', String(left)))
  const text = paragraphs.join('\n\n')
  return { key, language, subject: writeSubject(sorted, language), text, notices: sorted }
}

/** What somebody gets who wants to know whether a channel works. */
export function createTestNotice(
  language: Language,
  { place, at, atText }: { readonly place: string; readonly at: number; readonly atText: string },
): Notice {
  return {
    kind: 'test',
    alarm: 0,
    priority: 'low',
    site: '',
    place,
    name: WORDS.testName[language],
    since: at,
    sinceText: atText,
    limit: '',
    response: WORDS.testResponse[language],
  }
}

/** Those that are over come last, the worst of the others first. */
function rankOf({ kind, priority }: Notice): number {
  return (kind === 'resolved' ? PRIORITIES.length : 0) - PRIORITIES.indexOf(priority)
}

function writeSubject(notices: readonly Notice[], language: Language): string {
  const [first] = notices
  if (first === undefined) return ''
  const { kind, priority, name, place } = first
  const what = `${KIND_NAMES[kind][language]} · ${PRIORITY_NAMES[priority][language]}: ${name}, ${place}`
  const head = kind === 'resolved' ? `${what}${writeEnd(first, language)}` : what
  const others = notices.length - 1
  return others === 0
    ? head
    : `${head} (+${WORDS.several[language].replace('{n}', String(others))})`
}

/** An SMS holds no more than the subject. */
function writeEnd({ end }: Notice, language: Language): string {
  if (end === undefined) return ''
  return ` (${WORDS.endedAfter[language].replace('{at}', end.atText).replace('{lasted}', end.lastedText)})`
}

function writeNotice(notice: Notice, language: Language): string {
  const {
    kind,
    priority,
    name,
    site,
    place,
    sinceText,
    end,
    value,
    limit,
    response,
    isOver,
    channel,
  } = notice
  const say = (word: keyof typeof WORDS, text: string) => `${WORDS[word][language]}: ${text}`
  const settled = isOver === true ? ` (${WORDS.over[language]})` : ''
  const lines = [
    `${KIND_NAMES[kind][language]} · ${PRIORITY_NAMES[priority][language]}: ${name}${settled}`,
    say('where', [place, site, channel].filter(Boolean).join(', ')),
    say('since', sinceText),
  ]
  lines.push(...writeAssignment(notice, language))
  if (end !== undefined) lines.push(say('ended', end.atText), say('lasted', end.lastedText))
  if (value !== undefined) lines.push(say('value', value))
  if (limit !== '') lines.push(say('limit', limit))
  if (kind !== 'resolved' && isOver !== true) lines.push(say('response', response))
  if (notice.acknowledgeUrl !== undefined) lines.push(say('acknowledge', notice.acknowledgeUrl))
  return lines.join('\n')
}

function writeAssignment({ assignment }: Notice, language: Language): string[] {
  if (assignment === undefined) return []
  const { by, reason } = assignment
  const lines = [`${WORDS.by[language]}: ${by}`]
  return reason === null ? lines : [...lines, `${WORDS.reason[language]}: ${reason}`]
}
