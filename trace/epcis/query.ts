import type { Instant } from '#domain/time.ts'

import type { Match } from './epc-match.ts'

/** Columns of the store that hold one value per event. */
export type Column =
  | 'type'
  | 'action'
  | 'bizStep'
  | 'disposition'
  | 'readPoint'
  | 'bizLocation'
  | 'transformationID'
  | 'eventID'
  | 'errorReason'
export type TimeColumn = 'eventTime' | 'recordTime' | 'errorDeclarationTime'
export type Comparison = '=' | '<' | '<=' | '>' | '>='

/** What an event must be like. An event fulfils `terms` when any field has any of the values, and `any` when it fulfils one. */
export type Condition =
  | { readonly kind: 'column'; readonly column: Column; readonly matches: readonly Match[] }
  | {
      readonly kind: 'time'
      readonly column: TimeColumn
      readonly comparison: Comparison
      readonly at: Instant
    }
  | { readonly kind: 'declared' }
  | {
      readonly kind: 'terms'
      readonly fields: readonly string[]
      readonly matches: readonly Match[]
    }
  /** There is such a field, whatever its value. */
  | { readonly kind: 'exists'; readonly field: string }
  | {
      readonly kind: 'number'
      readonly field: string
      readonly comparison: Comparison
      readonly values: readonly number[]
    }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }

/** EPCIS 2.0 §8.2.7.1, SimpleEventQuery: events that fulfil all conditions. */
export interface EventQuery {
  readonly conditions: readonly Condition[]
  readonly orderBy: 'eventTime' | 'recordTime'
  readonly direction: 'ASC' | 'DESC'
  /** Only so many, the first of that order. */
  readonly eventCountLimit: number | undefined
  /** More are an error. */
  readonly maxEventCount: number | undefined
}
