import type { Instant } from '#domain/time.ts'

import { instantOf, lastAnniversary, localDay, localHour } from './calendar.ts'
import { round } from './number.ts'
import { deriveSeed, sensorNoise, uniform } from './random.ts'
import type { Model } from './sample.ts'
import { createTrajectory } from './trajectory.ts'
import { advanceVat, fillVat, VAT_STEP, type VatControls, type VatState } from './vat-physics.ts'
import type { Air, Weather } from './weather.ts'

/** The controller: pump while the collector gains, not above a temperature that harms; stir every morning whatever the weather. */
const PUMP_ON_IRRADIANCE = 250
const PUMP_OFF_IRRADIANCE = 180
const PUMP_TEMPERATURE_MAX = 42
const STIRRING_HOUR = 8
/** Lids are open on sunny days from 8 to 16 h and closed before rain; on one day in 40 somebody forgets. */
const LID_IRRADIANCE = 350
const LID_FORGOTTEN_CHANCE = 1 / 40
const PUMP_WATTS = 45

/** Fills between April and May and between August and October, the vats in turn. */
function fillingDay(number: number): number {
  return number % 3 === 0 ? 95 + number * 2 : 215 + number * 3
}

/** One fermentation vat, filled once a year; its run begins at the filling, so a restart continues the same curve. */
export function createVatTrajectory(seed: number, number: number, weather: Weather) {
  const lidSeed = deriveSeed(seed, 'lid')
  return createTrajectory<VatState>({
    step: VAT_STEP,
    anchorOf: (at) => instantOf(lastAnniversary(localDay(at), fillingDay(number)), 0),
    begin: (at) => fillVat(weather.airAt(at).temperature),
    advance: (state, at) => {
      const air = weather.airAt(at)
      return advanceVat(state, air, {
        pump: wantPump(state, air, at),
        lid: wantLid(air, at, lidSeed),
      })
    },
  })
}

/** `number` is 1 to 30. */
export function createVat(seed: number, number: number, weather: Weather): Model {
  const stateAt = createVatTrajectory(seed, number, weather)
  return (at) =>
    show(stateAt(at), weather.airAt(Math.floor(at / VAT_STEP) * VAT_STEP), (purpose, spread) =>
      sensorNoise(seed ^ purpose, at, spread),
    )
}

type Noise = (purpose: number, spread: number) => number

function show(state: VatState, air: Air, noise: Noise) {
  const half = state.stratification / 2
  return {
    'temperature/top': round(state.temperature + half + noise(1, 0.06), 2),
    'temperature/middle': round(state.temperature + noise(2, 0.06), 2),
    'temperature/bottom': round(state.temperature - half + noise(3, 0.06), 2),
    'temperature/ambient': round(air.temperature + noise(4, 0.1), 2),
    'temperature/collector-in': round(state.temperature - half + noise(5, 0.1), 2),
    'temperature/collector-out': round(state.collectorOut + noise(6, 0.1), 2),
    level: round(state.level + noise(7, 1.5), 0),
    // Brine thins by about 0.0005 g/mL per degree above the 20 °C of the hydrometer.
    'brine-density': round(state.density - 0.0005 * (state.temperature - 20) + noise(8, 0.001), 4),
    pump: Number(state.pump),
    lid: Number(state.lid),
    power: state.pump ? round(PUMP_WATTS + noise(9, 2), 1) : 0,
  }
}

function wantPump(state: VatState, air: Air, at: Instant): boolean {
  const hour = localHour(at)
  if (hour >= STIRRING_HOUR && hour < STIRRING_HOUR + 0.5) return true
  const enough = state.pump ? PUMP_OFF_IRRADIANCE : PUMP_ON_IRRADIANCE
  return air.irradiance > enough && state.temperature < PUMP_TEMPERATURE_MAX
}

function wantLid(air: Air, at: Instant, seed: number): VatControls['lid'] {
  const hour = localHour(at)
  if (hour < STIRRING_HOUR || hour >= 16) return false
  if (uniform(seed, localDay(at)) < LID_FORGOTTEN_CHANCE) return true
  return air.rainRate === 0 && air.irradiance > LID_IRRADIANCE
}
