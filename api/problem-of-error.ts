import type { FastifyError } from 'fastify'

import { NguonError } from '#domain/error.ts'
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

const UNAVAILABLE =
  'A part of Nguồn did not answer in time or cannot be reached. Try again; /healthz says which part.'
const INTERNAL =
  'This is a mistake of ours, not of the request. The log of the API says what happened.'

/** Where Fastify's own words do not say what is accepted. The bound is BODY_BYTES_MAX of `server.ts`. */
const FASTIFY_DETAILS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than 64 KiB.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as JSON, with Content-Type: application/json.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON; send a JSON object.',
  FST_ERR_HANDLER_TIMEOUT: UNAVAILABLE,
}

/** What the client is told; nothing of our insides (messages of our own errors, stacks) is in it. */
export function toProblem(error: unknown): Problem {
  if (error instanceof RequestProblem) return error.toDocument()
  if (error instanceof OperationRefused) return ofRefusal(error)
  if (error instanceof NguonError) return ofNguonError(error)
  return isFastifyError(error)
    ? ofFastifyError(error)
    : createProblem('internal', 'INTERNAL', INTERNAL)
}

function ofRefusal({ code, message, findings }: OperationRefused): Problem {
  return { ...createProblem('conflict', code, message), findings: [...findings] }
}

function ofNguonError({ code, message, retry }: NguonError): Problem {
  const kind = KIND_OF_CODE[code] ?? (retry ? 'unavailable' : 'internal')
  if (kind === 'unavailable') return createProblem(kind, code, UNAVAILABLE)
  return createProblem(kind, code, kind === 'internal' ? INTERNAL : message)
}

function ofFastifyError({ code, message, statusCode = 500 }: FastifyError): Problem {
  const kind = problemOfStatus(statusCode)
  const fallback = kind === 'internal' ? INTERNAL : message
  return createProblem(kind, toCode(code), FASTIFY_DETAILS[code] ?? fallback)
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error && 'code' in error
}

/** `FST_ERR_CTP_BODY_TOO_LARGE` is told as `BODY_TOO_LARGE`: which framework we use is nobody's business. */
function toCode(code: string): string {
  return code.replace(/^FST_ERR_(CTP_)?/, '')
}
