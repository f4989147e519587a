import { NguonError } from '#domain/error.ts'

/** The exceptions of EPCIS 2.0 §8.2.8 that a query can end in. */
export type QueryException =
  | 'QueryParameterException'
  | 'QueryValidationException'
  | 'QueryTooLargeException'
  | 'QueryTooComplexException'

export class QueryError extends NguonError {
  readonly exception: QueryException

  constructor(exception: QueryException, detail: string) {
    super('EPCIS_QUERY', detail)
    this.exception = exception
  }
}

/** What was received, and what is accepted. */
export function wrongParameter(name: string, received: unknown, accepted: string): QueryError {
  const text = JSON.stringify(received) ?? 'nothing'
  const quoted = text.length <= 100 ? text : `${text.slice(0, 100)}…`
  return new QueryError('QueryParameterException', `${name} is ${quoted}; accepted is ${accepted}.`)
}
