import type { Priority } from '../alarm/limit.ts'
import type { Text } from '../text.ts'

/** Why an alarm is there and what is done about it; durations in milliseconds, the deadband in the quantity's unit. */
export interface Rationalisation {
  readonly name: Text
  readonly cause: Text
  readonly consequence: Text
  readonly response: Text
  /** Of the warning and of the critical bound. */
  readonly priorities: readonly [Priority, Priority]
  readonly onDelays: readonly [number, number]
  readonly deadband: number
  readonly offDelay: number
  readonly timeToRespond: number
}

/** By limit and side. An on-delay is the trade's own where it has one, else at least two of the usual intervals of reporting. */
export type Rationalisations = Readonly<Record<string, Rationalisation>>
