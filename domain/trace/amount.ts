/** How much of something: mass, volume or a number of pieces. */
export interface Amount {
  readonly value: number
  readonly unit: AmountUnit
}

interface UnitFacts {
  /** Amounts of one dimension can be added; there is no way from one to the other without a density. */
  readonly base: BaseUnit
  readonly factor: number
  /** UN/CEFACT Recommendation 20, as EPCIS `uom` carries it; pieces have none (EPCIS 2.0 §7.3.3.3). */
  readonly uom: string | null
}

export type BaseUnit = 'kg' | 'L' | '1'

/** By UCUM code; `1` is a piece. */
export const AMOUNT_UNITS = {
  kg: { base: 'kg', factor: 1, uom: 'KGM' },
  g: { base: 'kg', factor: 0.001, uom: 'GRM' },
  t: { base: 'kg', factor: 1_000, uom: 'TNE' },
  L: { base: 'L', factor: 1, uom: 'LTR' },
  mL: { base: 'L', factor: 0.001, uom: 'MLT' },
  m3: { base: 'L', factor: 1_000, uom: 'MTQ' },
  '1': { base: '1', factor: 1, uom: null },
} as const satisfies Readonly<Record<string, UnitFacts>>

export type AmountUnit = keyof typeof AMOUNT_UNITS

export const AMOUNT_UNIT_NAMES = Object.keys(AMOUNT_UNITS) as AmountUnit[]

/** The same amount in kg, L or pieces. */
export function toBase({ value, unit }: Amount): {
  readonly value: number
  readonly unit: BaseUnit
} {
  const { base, factor } = AMOUNT_UNITS[unit]
  return { value: value * factor, unit: base }
}

/** The amount that an EPCIS quantity element says; undefined for a unit that is none of ours. */
export function toAmount(value: number, uom: string | undefined): Amount | undefined {
  const wanted = uom ?? null
  const isPiece = wanted === 'H87' || wanted === 'EA'
  const unit = AMOUNT_UNIT_NAMES.find((name) =>
    isPiece ? name === '1' : AMOUNT_UNITS[name].uom === wanted,
  )
  return unit && { value, unit }
}
