import type { FastifyError } from 'fastify'

import { NguonError } from '#domain/error.ts'
import type { Text } from '#domain/text.ts'
import { OperationRefused } from '#trace/operation-refused.ts'

import { problemOfStatus, type ProblemName } from './problem-kinds.ts'
import { createProblem, RequestProblem, type Problem } from './problem.ts'

const KIND_OF_CODE: Readonly<Record<string, ProblemName>> = {
  REGISTRY_NOT_FOUND: 'not-found',
  REGISTRY_EXISTS: 'conflict',
  REGISTRY_CONFLICT: 'conflict',
  ALARM_NOTHING_TO_ACKNOWLEDGE: 'conflict',
  ALARM_NOT_SHELVED: 'conflict',
  ALARM_SHELVED_TOO_LONG: 'bad-request',
  ALARM_NOT_ACTIVE: 'conflict',
  ALARM_SUPPRESSED: 'conflict',
  ALARM_NOT_SUPPRESSED: 'conflict',
  ALARM_OUT_OF_SERVICE: 'conflict',
  ALARM_IN_SERVICE: 'conflict',
  READINGS_CONFIGURATION: 'unavailable',
  READINGS_ANSWER: 'unavailable',
  READINGS_QUERY_TOO_WIDE: 'bad-request',
  TRACE_TOO_LARGE: 'bad-request',
}

const UNAVAILABLE = {
  vi: 'Một phần của Nguồn không trả lời kịp hoặc không liên lạc được. Hãy thử lại; /healthz cho biết phần nào.',
  en: 'A part of Nguồn did not answer in time or cannot be reached. Try again; /healthz says which part.',
}
const INTERNAL = {
  vi: 'Đây là lỗi của chúng tôi, không phải của yêu cầu. Nhật ký của API cho biết chuyện gì đã xảy ra.',
  en: 'This is a mistake of ours, not of the request. The log of the API says what happened.',
}

const WORDS_OF_CODE: Readonly<Record<string, string>> = {
  REGISTRY_NOT_FOUND: 'Không có mục này',
  REGISTRY_EXISTS: 'Đã có mục này rồi',
  REGISTRY_CONFLICT: 'Mâu thuẫn với những gì đã ghi',
  ALARM_NOTHING_TO_ACKNOWLEDGE: 'Báo động này không còn chờ ai nhận',
  ALARM_NOT_SHELVED: 'Báo động này không đang tạm hoãn',
  ALARM_SHELVED_TOO_LONG: 'Tạm hoãn quá lâu',
  ALARM_NOT_ACTIVE: 'Báo động này không đang báo; hãy nêu thời gian hoãn',
  ALARM_SUPPRESSED: 'Báo động này đã bị chặn vì lý do đó',
  ALARM_NOT_SUPPRESSED: 'Báo động này không bị chặn vì lý do đó',
  ALARM_OUT_OF_SERVICE: 'Báo động này đã ngừng dùng',
  ALARM_IN_SERVICE: 'Báo động này đang được dùng',
  READINGS_QUERY_TOO_WIDE: 'Câu hỏi quá rộng cho kho số đo',
}

/** Where Fastify's own words do not say what is accepted. The bound is BODY_BYTES_MAX of `server.ts`. */
const FASTIFY_DETAILS: Readonly<Record<string, Text>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    vi: 'Nội dung lớn hơn 64 KiB.',
    en: 'The body is larger than 64 KiB.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    vi: 'Hãy gửi nội dung dạng JSON, với Content-Type: application/json.',
    en: 'Send the body as JSON, with Content-Type: application/json.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    vi: 'Nội dung không phải JSON đúng; hãy gửi một đối tượng JSON.',
    en: 'The body is not valid JSON; send a JSON object.',
  },
  FST_ERR_HANDLER_TIMEOUT: UNAVAILABLE,
}

/** What the client is told; nothing of our insides (messages of our own errors, stacks) is in it. */
export function toProblem(error: unknown, language: keyof Text = 'en'): Problem {
  if (error instanceof RequestProblem) return error.toDocument(language)
  if (error instanceof OperationRefused) return ofRefusal(error, language)
  if (error instanceof NguonError) return ofNguonError(error, language)
  return isFastifyError(error)
    ? ofFastifyError(error, language)
    : createProblem('internal', { code: 'INTERNAL', detail: INTERNAL }, language)
}

function ofRefusal({ code, findings }: OperationRefused, language: keyof Text): Problem {
  const join = (of: keyof Text) => findings.map(({ text }) => text[of]).join(' ')
  const detail = { vi: join('vi'), en: join('en') }
  return { ...createProblem('conflict', { code, detail }, language), findings: [...findings] }
}

function ofNguonError({ code, message, retry }: NguonError, language: keyof Text): Problem {
  const kind = KIND_OF_CODE[code] ?? (retry ? 'unavailable' : 'internal')
  if (kind === 'unavailable') return createProblem(kind, { code, detail: UNAVAILABLE }, language)
  const detail = kind === 'internal' ? INTERNAL : explain(code, message)
  return createProblem(kind, { code, detail }, language)
}

function ofFastifyError(
  { code, message, statusCode = 500 }: FastifyError,
  language: keyof Text,
): Problem {
  const kind = problemOfStatus(statusCode)
  const fallback = kind === 'internal' ? INTERNAL : explain(code, message)
  const detail = FASTIFY_DETAILS[code] ?? fallback
  return createProblem(kind, { code: toCode(code), detail }, language)
}

/** Errors of our stores are written in English; what kind they are is said in Vietnamese before it. */
function explain(code: string, message: string): Text {
  const vi = WORDS_OF_CODE[code]
  return { vi: vi === undefined ? message : `${vi} (${message})`, en: message }
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && 'code' in error
}

/** `FST_ERR_CTP_BODY_TOO_LARGE` is told as `BODY_TOO_LARGE`: which framework we use is nobody's business. */
function toCode(code: string): string {
  return code.replace(/^FST_ERR_(CTP_)?/, '')
}
