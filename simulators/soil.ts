import { DAY, HOUR, MINUTE, type Instant } from '#domain/time.ts'

import { instantOf, lastAnniversary, localDay, localHour } from './calendar.ts'
import { clamp, round } from './number.ts'
import { sensorNoise } from './random.ts'
import type { Model } from './sample.ts'
import { createTrajectory } from './trajectory.ts'
import type { Weather } from './weather.ts'

/** A probe with three depths. Thickness in mm, the % by volume that roots leave, time constants of drying in summer and of warming. */
const LAYERS = [
  { depth: '15cm', thickness: 220, dry: 12, drying: 6 * DAY, warming: 0.8 * DAY },
  { depth: '30cm', thickness: 220, dry: 16, drying: 15 * DAY, warming: 3 * DAY },
  { depth: '60cm', thickness: 300, dry: 20, drying: 30 * DAY, warming: 10 * DAY },
] as const

/** Clay loam, % by volume. */
const FIELD_CAPACITY = 34
const SATURATION = 46
/** Water above field capacity drains to the next layer with this time constant. */
const DRAINAGE = 8 * HOUR
/** When the upper layer is drier than this, the grower irrigates at 6 h in the morning. */
const IRRIGATION_BELOW = 18
const IRRIGATION_MILLIMETRES = 14

const STEP = 30 * MINUTE
/** After half a year nothing is left of the initial state: the slowest time constant is 30 days. */
const SPIN_UP = 180 * DAY
/** Runs change in November, when the autumn rains have filled every layer. */
const RUN_BEGINS_DAY_OF_YEAR = 310

/** What a sensor adds to the truth: each quantity has its own `purpose`. */
type Noise = (purpose: number, spread: number) => number

interface Layer {
  readonly moisture: number
  readonly temperature: number
}

export function createSoil(seed: number, weather: Weather): Model {
  const layersAt = createTrajectory<readonly Layer[]>({
    step: STEP,
    anchorOf: (at) => instantOf(lastAnniversary(localDay(at), RUN_BEGINS_DAY_OF_YEAR), 0) - SPIN_UP,
    begin: () => LAYERS.map(() => ({ moisture: 28, temperature: 25 })),
    advance: (layers, at) => advanceLayers(layers, at, weather),
  })
  return (at) => {
    const shown = layersAt(at).flatMap((layer, i) => {
      const noise: Noise = (purpose, spread) => sensorNoise(seed ^ (purpose + 8 * i), at, spread)
      return show(layer, LAYERS[i]?.depth ?? '', noise)
    })
    return Object.fromEntries(shown)
  }
}

function advanceLayers(layers: readonly Layer[], at: Instant, weather: Weather): Layer[] {
  const air = weather.airAt(at)
  const rained = weather.rain.totalAt(at + STEP) - weather.rain.totalAt(at)
  // Canopy and run-off keep a part.
  let water = 0.8 * rained + irrigationAt(at, layers[0]?.moisture ?? FIELD_CAPACITY)
  let warmth = air.temperature + 0.004 * air.irradiance
  const warmSeason = clamp(air.temperature / 28, 0.4, 1.3)
  return LAYERS.map(({ thickness, dry, drying, warming }, i) => {
    const { moisture, temperature } = layers[i] ?? { moisture: dry, temperature: 25 }
    const dried = (moisture - dry) * (STEP / drying) * warmSeason
    const wetted = moisture - dried + (water / thickness) * 100
    const drained = Math.max(0, wetted - FIELD_CAPACITY) * (STEP / DRAINAGE)
    const over = Math.max(0, wetted - drained - SATURATION)
    water = ((drained + over) * thickness) / 100
    const next = temperature + (warmth - temperature) * (STEP / warming)
    warmth = next
    return { moisture: wetted - drained - over, temperature: next }
  })
}

function irrigationAt(at: Instant, moisture: number): number {
  const hour = localHour(at)
  return moisture < IRRIGATION_BELOW && hour >= 6 && hour < 6.5 ? IRRIGATION_MILLIMETRES : 0
}

function show(layer: Layer, depth: string, noise: Noise) {
  // Bulk conductivity grows with the water that carries the salts.
  const conductivity = 420 * (layer.moisture / 30) ** 1.6 * (1 + 0.02 * (layer.temperature - 25))
  return [
    [`soil-moisture/${depth}`, round(layer.moisture + noise(1, 0.3), 1)],
    [`soil-temperature/${depth}`, round(layer.temperature + noise(2, 0.15), 1)],
    [`soil-conductivity/${depth}`, round(conductivity + noise(3, 6), 0)],
  ] as const
}
