import { AIR_QUANTITIES } from './quantities/air.ts'
import { BRINE_QUANTITIES } from './quantities/brine.ts'
import { DEVICE_QUANTITIES } from './quantities/device.ts'
import { MACHINE_QUANTITIES } from './quantities/machine.ts'
import { ORCHARD_QUANTITIES } from './quantities/orchard.ts'
import { STATE_QUANTITIES } from './quantities/state.ts'
import { TRANSPORT_QUANTITIES } from './quantities/transport.ts'
import { WEATHER_QUANTITIES } from './quantities/weather.ts'
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

export const QUANTITIES: readonly Quantity[] = [
  ...AIR_QUANTITIES,
  ...BRINE_QUANTITIES,
  ...WEATHER_QUANTITIES,
  ...ORCHARD_QUANTITIES,
  ...MACHINE_QUANTITIES,
  ...TRANSPORT_QUANTITIES,
  ...DEVICE_QUANTITIES,
  ...STATE_QUANTITIES,
]

const QUANTITY_BY_ID: ReadonlyMap<string, Quantity> = new Map(
  QUANTITIES.map((quantity) => [quantity.id, quantity]),
)

export function findQuantity(id: string): Quantity | undefined {
  return QUANTITY_BY_ID.get(id)
}
