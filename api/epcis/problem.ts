import type { Text } from '#domain/text.ts'
import { QueryError, type QueryException } from '#trace/epcis/query-error.ts'

import type { ProblemName } from '../problem-kinds.ts'
import { toProblem } from '../problem-of-error.ts'
import { RequestProblem, type Problem } from '../problem.ts'

/** Exceptions of EPCIS 2.0 §12 as GS1's OpenAPI names them: `type` of the problem is `epcisException:{name}`. */
export type Exception =
  | QueryException
  | 'ValidationException'
  | 'SecurityException'
  | 'NoSuchNameException'
  | 'NoSuchResourceException'
  | 'NotAcceptableException'
  | 'ResourceAlreadyExistsException'
  | 'CaptureLimitExceededException'
  | 'URITooLongException'
  | 'UnsupportedMediaTypeException'
  | 'SubscriptionControlsException'
  | 'ImplementationException'

/** Of problems that come from elsewhere. */
const OF_STATUS: Readonly<Record<number, Exception>> = {
  400: 'ValidationException',
  401: 'SecurityException',
  404: 'NoSuchResourceException',
  406: 'NotAcceptableException',
  409: 'ResourceAlreadyExistsException',
  413: 'CaptureLimitExceededException',
  414: 'URITooLongException',
  415: 'UnsupportedMediaTypeException',
}
const KIND_OF: Readonly<Record<Exception, ProblemName>> = {
  QueryParameterException: 'bad-request',
  QueryValidationException: 'bad-request',
  QueryTooLargeException: 'payload-too-large',
  QueryTooComplexException: 'payload-too-large',
  ValidationException: 'bad-request',
  SecurityException: 'unauthorized',
  NoSuchNameException: 'not-found',
  NoSuchResourceException: 'not-found',
  NotAcceptableException: 'not-acceptable',
  ResourceAlreadyExistsException: 'conflict',
  CaptureLimitExceededException: 'payload-too-large',
  URITooLongException: 'uri-too-long',
  UnsupportedMediaTypeException: 'unsupported-media-type',
  SubscriptionControlsException: 'bad-request',
  ImplementationException: 'internal',
}

type PartProblem = NonNullable<Problem['errors']>[number]

/**
 * Thrown by the routes of EPCIS; `errors` name parts of the body by JSON pointer. Programs of partners anywhere read these, and
 * the words of the standard are English: so is the detail, in every language.
 */
export class EpcisProblem extends RequestProblem {
  readonly exception: Exception
  readonly errors: readonly PartProblem[]

  constructor(exception: Exception, detail: string, errors: readonly PartProblem[] = []) {
    super(KIND_OF[exception], 'EPCIS', { vi: detail, en: detail })
    this.exception = exception
    this.errors = errors
  }

  override toDocument(language: keyof Text = 'en'): Problem {
    const errors = this.errors.length === 0 ? {} : { errors: [...this.errors] }
    return { ...super.toDocument(language), ...errors, ...naming(this.exception) }
  }
}

/** Any error as a problem document of EPCIS. */
export function toEpcisProblem(error: unknown): Problem {
  if (error instanceof EpcisProblem) return error.toDocument()
  if (error instanceof QueryError) {
    return new EpcisProblem(error.exception, error.message).toDocument()
  }
  const problem = toProblem(error)
  return { ...problem, ...naming(OF_STATUS[problem.status] ?? 'ImplementationException') }
}

function naming(exception: Exception): Pick<Problem, 'type' | 'code'> {
  const code = exception.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
  return { type: `epcisException:${exception}`, code }
}
