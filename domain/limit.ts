import type { PlaceKind } from './place.ts'
import type { Text } from './text.ts'

/**
 * Values outside are not in order; each bound is optional, and a value on it is outside, as it is for alarms and in the loggers of WHO PQS. Where
 * the trade calls a value itself good, the bound is the next one that is read. In the quantity's unit.
 */
export interface Bounds {
  readonly low?: number
  readonly high?: number
}

/** What a channel should keep within at places of some kinds, and what a person does when it does not. */
export interface Limit {
  readonly id: string
  readonly placeKinds: readonly PlaceKind[]
  /** Names of channels; a channel without place (`temperature`) and those with one (`temperature/top`) are told apart. */
  readonly channels: readonly string[]
  readonly warning: Bounds
  readonly critical: Bounds
  readonly response: Text
  /** Where the numbers come from; an unsure one says so. */
  readonly source: Text
}

export type Verdict = 'good' | 'warning' | 'critical'

export function judge({ warning, critical }: Limit, value: number): Verdict {
  if (isOutside(critical, value)) return 'critical'
  return isOutside(warning, value) ? 'warning' : 'good'
}

function isOutside({ low = -Infinity, high = Infinity }: Bounds, value: number): boolean {
  return value <= low || value >= high
}
