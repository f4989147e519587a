import type { Text } from '#domain/text.ts'

export interface ProblemKind {
  readonly status: number
  readonly title: Text
}

/** Every kind of problem the API answers with. The key ends the `type` URI and never changes. */
export const PROBLEM_KINDS = {
  'bad-request': {
    status: 400,
    title: { vi: 'Yêu cầu không hợp lệ', en: 'The request is not valid' },
  },
  unauthorized: {
    status: 401,
    title: { vi: 'Thiếu mã truy cập hoặc mã sai', en: 'The access token is missing or wrong' },
  },
  'not-found': { status: 404, title: { vi: 'Không tìm thấy', en: 'Not found' } },
  'method-not-allowed': {
    status: 405,
    title: { vi: 'Phương thức không được hỗ trợ', en: 'The method is not supported here' },
  },
  'not-acceptable': {
    status: 406,
    title: { vi: 'Không có định dạng được yêu cầu', en: 'None of the wanted formats exists' },
  },
  timeout: {
    status: 408,
    title: { vi: 'Yêu cầu đến quá chậm', en: 'The request came too slowly' },
  },
  conflict: {
    status: 409,
    title: { vi: 'Mâu thuẫn với dữ liệu đã có', en: 'In conflict with what exists' },
  },
  'payload-too-large': {
    status: 413,
    title: { vi: 'Nội dung quá lớn', en: 'The body is too large' },
  },
  'uri-too-long': { status: 414, title: { vi: 'Địa chỉ quá dài', en: 'The address is too long' } },
  'unsupported-media-type': {
    status: 415,
    title: { vi: 'Kiểu nội dung không được hỗ trợ', en: 'The media type is not supported' },
  },
  // RFC 9110 §15.5.21: what was sent is well formed, and names what is not there.
  'unprocessable-content': {
    status: 422,
    title: { vi: 'Nội dung không dùng được', en: 'The content cannot be used' },
  },
  'headers-too-large': {
    status: 431,
    title: { vi: 'Phần đầu yêu cầu quá lớn', en: 'The request headers are too large' },
  },
  internal: { status: 500, title: { vi: 'Lỗi của máy chủ', en: 'An error of ours' } },
  unavailable: {
    status: 503,
    title: { vi: 'Tạm thời không phục vụ được', en: 'Not available at the moment' },
  },
} as const satisfies Record<string, ProblemKind>

export type ProblemName = keyof typeof PROBLEM_KINDS

/** The kind for a status that Fastify gave; ours when it is none of these. */
export function problemOfStatus(status: number): ProblemName {
  const names = Object.keys(PROBLEM_KINDS) as ProblemName[]
  const same = names.find((name) => PROBLEM_KINDS[name].status === status)
  return same ?? (status >= 400 && status < 500 ? 'bad-request' : 'internal')
}
