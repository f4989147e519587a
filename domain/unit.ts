import { DIMENSIONS, type Scale } from './dimensions.ts'
import type { Quantity } from './quantity.ts'

interface Dimension {
  readonly own: Scale
  readonly byName: ReadonlyMap<string, Scale>
}

/** Per unit that a quantity can have, the units that convert into it. */
const DIMENSION_BY_UNIT: ReadonlyMap<string, Dimension> = new Map(
  Object.values(DIMENSIONS).flatMap((scales) => {
    const byName = new Map(scales.flatMap((scale) => scale.names.map((name) => [name, scale])))
    return scales.map((own) => [own.names[0] ?? '', { own, byName }])
  }),
)

/**
 * A value in `fromUnit` (a UCUM code, or what data sheets write: °C, %RH, °Bé, µS/cm, kWh …) in the quantity's own unit;
 * `undefined` when the unit is unknown or of another dimension. A value already in that unit comes back untouched;
 * a converted one is rounded to two digits more than are worth showing, so that it keeps no digits that no sensor saw.
 * An absurd value stays absurd, even infinite (145 °Bé): the quantity's range is what catches it.
 */
export function convert(value: number, fromUnit: string, quantity: Quantity): number | undefined {
  if (fromUnit === quantity.unit) return value
  const dimension = DIMENSION_BY_UNIT.get(quantity.unit)
  const from = dimension?.byName.get(fromUnit) ?? dimension?.byName.get(toPlainUnit(fromUnit))
  if (dimension === undefined || from === undefined) return undefined
  if (from === dimension.own) return value
  return round(dimension.own.fromBase(from.toBase(value)), quantity.decimals + 2)
}

/** One spelling for the many that Unicode offers: `㎡`, `²`, `µ` and `μ`, `℃` and `º C`, blanks. */
function toPlainUnit(unit: string): string {
  return unit.replaceAll('º', '°').normalize('NFKC').replaceAll('μ', 'u').replaceAll(/\s/g, '')
}

function round(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** The number that is stored for a state said in words ("open", "OFF") or as a boolean; `undefined` when it is none of the quantity's. */
export function toStateValue(quantity: Quantity, said: string | boolean): number | undefined {
  const { states } = quantity
  if (states === undefined) return undefined
  if (typeof said === 'boolean') return Number(said)
  const word = said.trim().toLowerCase()
  return Object.hasOwn(states, word) ? states[word] : undefined
}
