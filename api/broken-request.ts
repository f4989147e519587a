import type { Socket } from 'node:net'

import type { ConnectionError } from 'fastify'

import { createProblem, PROBLEM_TYPE, type Problem } from './problem.ts'

// What has no headers that can be read is answered in English.
const HEADERS = {
  vi: 'Toàn bộ phần đầu nhiều nhất 16 KiB.',
  en: 'Headers may have 16 KiB together.',
}
const TIMEOUT = {
  vi: 'Yêu cầu không đến đủ trong 30 giây.',
  en: 'The request did not arrive within 30 seconds.',
}
const NOT_HTTP = {
  vi: 'Những gì nhận được không phải yêu cầu HTTP/1.1.',
  en: 'What was received is not an HTTP/1.1 request.',
}

/** Answers bytes that are no HTTP request (Node found out before there was a request) and closes the connection. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = toProblem(error.code)
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function toProblem(code: string): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return createProblem('headers-too-large', { code: 'HEADERS_TOO_LARGE', detail: HEADERS })
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return createProblem('timeout', { code: 'REQUEST_TIMEOUT', detail: TIMEOUT })
  }
  return createProblem('bad-request', { code: 'NOT_HTTP', detail: NOT_HTTP })
}
