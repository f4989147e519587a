import type { Socket } from 'node:net'

import type { ConnectionError } from 'fastify'

import { createProblem, PROBLEM_TYPE, type Problem } from './problem.ts'

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
    return createProblem(
      'headers-too-large',
      'HEADERS_TOO_LARGE',
      'Headers may have 16 KiB together.',
    )
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return createProblem(
      'timeout',
      'REQUEST_TIMEOUT',
      'The request did not arrive within 30 seconds.',
    )
  }
  return createProblem('bad-request', 'NOT_HTTP', 'What was received is not an HTTP/1.1 request.')
}
