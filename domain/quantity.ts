import type { Text } from './text.ts'

/**
 * What can be measured. The one table: units, plausible ranges, codes and names come from here and nowhere else.
 * `unit` is a UCUM code (https://ucum.org); `range` is what is physically plausible for the trade, not a limit;
 * `unece` is the UN/CEFACT Recommendation 20 common code that EPCIS calls `uom`; `epcis` is the GS1 measurement type
 * (EPCIS/CBV 2.0) where one exists. `counter` rises and resets; `state` is a small set of words stored as numbers.
 */
export interface Quantity {
  readonly id: string
  readonly kind: 'gauge' | 'counter' | 'state'
  readonly unit: string
  readonly range: readonly [min: number, max: number]
  /** Digits after the point that are worth showing. */
  readonly decimals: number
  readonly name: Text
  readonly unece?: string
  readonly epcis?: string
  /** For `state`: accepted words (lower case) and the number that is stored. */
  readonly states?: Readonly<Record<string, number>>
}
