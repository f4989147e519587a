import { DAY, HOUR, MINUTE, SECOND } from '#domain/time.ts'

import { vatThermalMonths } from './nitrogen.ts'
import { clamp } from './number.ts'
import type { Air } from './weather.ts'

/** 5 t of mash at 3.3 kJ/(kg·K), losing 50 W/K: a time constant of 3.8 days. */
const HEAT_CAPACITY = 5_000 * 3_300
const HEAT_LOSS = 50
/** 4 m² of flat collector at an efficiency of 0.55; the pump moves 5 L/min of brine. */
const COLLECTOR_WATTS_PER_IRRADIANCE = 4 * 0.55
const PUMPED_HEAT_CAPACITY = (5 / 60) * 1.2 * 3_300
export const LEVEL_FULL_MILLIMETRES = 1_500
const LEVEL_LOW_MILLIMETRES = 1_440
/** 25 °Bé. */
const DENSITY_FULL = 1.208

export const VAT_STEP = 10 * MINUTE

export interface VatState {
  /** Of the whole mash, °C. */
  readonly temperature: number
  /** Top minus bottom, °C. */
  readonly stratification: number
  readonly collectorOut: number
  readonly level: number
  /** Grams of salt and protein per mL of brine, seen as density at 20 °C. */
  readonly density: number
  /** Months at 30 °C since the filling; `totalNitrogen` makes g/L of it. */
  readonly ripeness: number
  readonly pump: boolean
  readonly lid: boolean
}

export interface VatControls {
  readonly pump: boolean
  readonly lid: boolean
}

export function fillVat(temperature: number): VatState {
  const level = LEVEL_FULL_MILLIMETRES
  const still = { collectorOut: temperature, pump: false, lid: false }
  return { temperature, stratification: 0, level, density: DENSITY_FULL, ripeness: 0, ...still }
}

/** One step of C·dT/dt = UA·(Ta − T) + η·G·A·pump, and of what follows from it. */
export function advanceVat(state: VatState, air: Air, controls: VatControls): VatState {
  const collected = controls.pump ? COLLECTOR_WATTS_PER_IRRADIANCE * air.irradiance : 0
  const watts = HEAT_LOSS * (air.temperature - state.temperature) + collected
  return {
    ...controls,
    temperature: state.temperature + (watts * (VAT_STEP / SECOND)) / HEAT_CAPACITY,
    stratification: relaxStratification(state, controls.pump),
    collectorOut: collectorOut(state, air, collected),
    ...advanceBrine(state, air, controls.lid),
    ripeness: state.ripeness + vatThermalMonths(state.temperature, VAT_STEP),
  }
}

/** Circulation mixes within the hour; a still vat settles into layers over days. */
function relaxStratification({ stratification }: VatState, pump: boolean): number {
  const [target, timeConstant] = pump ? [0.3, HOUR] : [1.4, 2 * DAY]
  return stratification + (target - stratification) * (VAT_STEP / timeConstant)
}

/** Running, the outlet is as much warmer as the collected heat allows; standing, it heats up in the sun. */
function collectorOut(state: VatState, air: Air, collected: number): number {
  const bottom = state.temperature - state.stratification / 2
  if (collected > 0) return bottom + collected / PUMPED_HEAT_CAPACITY
  const standing = air.temperature + 0.03 * air.irradiance
  return state.collectorOut + (standing - state.collectorOut) * (VAT_STEP / HOUR)
}

/** Under an open lid water evaporates and rain falls in; people top the vat up with brine when it is low. */
function advanceBrine(state: VatState, air: Air, lid: boolean) {
  const hours = VAT_STEP / HOUR
  const dryness = (100 - air.relativeHumidity) / 100
  const evaporated = (lid ? 0.9 * dryness : 0.01) * hours
  const rained = lid ? air.rainRate * hours : 0
  const level = state.level - evaporated + rained
  const isLow = level < LEVEL_LOW_MILLIMETRES
  if (isLow) return { level: LEVEL_FULL_MILLIMETRES, density: settle(state.density) }
  const density = state.density + ((evaporated - rained) / level) * (state.density - 1)
  return {
    level: Math.min(level, LEVEL_FULL_MILLIMETRES + 60),
    density: clamp(density, 1.13, 1.24),
  }
}

/** Topping up brings the brine back towards 25 °Bé. */
function settle(density: number): number {
  return (density + 2 * DENSITY_FULL) / 3
}
