import { DAY, HOUR, MINUTE, type Instant } from '#domain/time.ts'

import { modulo } from './calendar.ts'
import { clamp, round } from './number.ts'
import { createWander, deriveSeed, sensorNoise, uniform } from './random.ts'
import type { Model } from './sample.ts'
import { isDoorOpen, isMainsPresent } from './warehouse.ts'
import type { Weather } from './weather.ts'

/** The compressor's saw-tooth: so many °C either side of the set-point, one tooth in 10 to 20 minutes. */
const TOOTH_CELSIUS = 0.9
/** Heaters melt the ice off the coils every 6 to 8 hours; the air warms for the duration and is cooled down again. */
const DEFROST_DURATION = 20 * MINUTE
const DEFROST_CELSIUS = 3
const RECOVERY = 15 * MINUTE
const DOOR_CELSIUS = 1.8
const DOOR_SLOT = 10 * MINUTE

export interface ColdRoomOptions {
  readonly setPointCelsius: number
}

/** A cold room: everything follows from the instant, so nothing is integrated. */
export function createColdRoom(
  seed: number,
  weather: Weather,
  { setPointCelsius }: ColdRoomOptions,
): Model {
  const doorSeed = deriveSeed(seed, 'door')
  const drift = createWander(deriveSeed(seed, 'product'), 2 * DAY)
  return (at) => {
    const noise = (purpose: number, spread: number) => sensorNoise(seed ^ purpose, at, spread)
    const isDefrosting = sinceDefrost(seed, at) < DEFROST_DURATION
    const warmth = toothAt(seed, at) + defrostWarmth(seed, at) + doorWarmth(doorSeed, at)
    const mains = isMainsPresent(seed, weather, at)
    const compressor = mains && !isDefrosting && isCooling(seed, at)
    return {
      'temperature/air': round(setPointCelsius + warmth + noise(1, 0.08), 2),
      'temperature/product': round(setPointCelsius + 0.3 + 0.25 * drift(at) + noise(2, 0.05), 2),
      'relative-humidity': round(clamp(92 - 2 * warmth + noise(3, 1), 0, 100), 1),
      door: Number(isDoorOpen(doorSeed, at)),
      defrost: Number(isDefrosting),
      power: round(
        mains ? 60 + (compressor ? 1_150 : 0) + (isDefrosting ? 900 : 0) + noise(4, 15) : 0,
        1,
      ),
      mains: Number(mains),
    }
  }
}

function toothPeriod(seed: number): number {
  return (10 + 10 * uniform(seed, 2)) * MINUTE
}

/** Two thirds of the tooth the compressor cools, one third the room warms. */
function isCooling(seed: number, at: Instant): boolean {
  return modulo(at, toothPeriod(seed)) / toothPeriod(seed) < 2 / 3
}

function toothAt(seed: number, at: Instant): number {
  const progress = modulo(at, toothPeriod(seed)) / toothPeriod(seed)
  return progress < 2 / 3
    ? TOOTH_CELSIUS * (1 - 3 * progress)
    : TOOTH_CELSIUS * (6 * (progress - 2 / 3) - 1)
}

function sinceDefrost(seed: number, at: Instant): number {
  return modulo(at, (6 + 2 * uniform(seed, 3)) * HOUR)
}

function defrostWarmth(seed: number, at: Instant): number {
  const since = sinceDefrost(seed, at)
  if (since < DEFROST_DURATION) return (DEFROST_CELSIUS * since) / DEFROST_DURATION
  return DEFROST_CELSIUS * Math.exp(-(since - DEFROST_DURATION) / RECOVERY)
}

/** Warm air comes in while the door is open and is cooled away in the next ten minutes. */
function doorWarmth(seed: number, at: Instant): number {
  const progress = modulo(at, DOOR_SLOT) / DOOR_SLOT
  if (isDoorOpen(seed, at)) return DOOR_CELSIUS * progress
  return isDoorOpen(seed, at - DOOR_SLOT) ? DOOR_CELSIUS * Math.exp(-4 * progress) : 0
}
