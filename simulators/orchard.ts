import { HOUR, type Instant } from '#domain/time.ts'

import { localDay, instantOf } from './calendar.ts'
import { clamp, round } from './number.ts'
import { sensorNoise, uniform } from './random.ts'
import type { Model } from './sample.ts'
import type { Air, Weather } from './weather.ts'

/** A tipping bucket counts 0.2 mm a tip in 12 bits, so it wraps at 819.2 mm; it begins anew when its battery is changed. */
const MILLIMETRES_PER_TIP = 0.2
export const RAIN_COUNTER_TIPS = 4_096
const BATTERY_DAYS = 120
const LEAF_DRYING = 2 * HOUR

/** The weather station of an orchard or a yard. `coolerBy`: °C that the place is cooler than the coast. */
export function createWeatherStation(seed: number, weather: Weather, coolerBy = 0): Model {
  return (at) => {
    const noise = (purpose: number, spread: number) => sensorNoise(seed ^ purpose, at, spread)
    const air = weather.airAt(at)
    return {
      temperature: round(air.temperature - coolerBy + noise(1, 0.15), 2),
      'relative-humidity': round(clamp(air.relativeHumidity + coolerBy + noise(2, 1), 10, 100), 1),
      irradiance: round(Math.max(0, air.irradiance * (1 + noise(3, 0.08))), 0),
      // About 2.02 µmol of photosynthetic photons per joule of daylight.
      par: round(Math.max(0, 2.02 * air.irradiance * (1 + noise(4, 0.08))), 0),
      'wind-speed': round(air.windSpeed, 1),
      'wind-gust': round(air.windGust, 1),
      'wind-direction': round(air.windDirection, 0) % 360,
      pressure: round(air.pressure + noise(5, 0.2), 1),
      rain: rainCounter(seed, weather, at),
      'leaf-wetness': leafWetness(weather, air, at),
      battery: round(batteryAt(seed, at), 0),
      rssi: round(signalAt(seed, air) + noise(6, 2), 0),
    }
  }
}

function rainCounter(seed: number, weather: Weather, at: Instant): number {
  const fallen = weather.rain.totalAt(at) - weather.rain.totalAt(bootOf(seed, at))
  const tips = Math.floor(fallen / MILLIMETRES_PER_TIP + 1e-6)
  return round((tips % RAIN_COUNTER_TIPS) * MILLIMETRES_PER_TIP, 1)
}

function leafWetness(weather: Weather, air: Air, at: Instant): number {
  const recent = weather.rain.totalAt(at) - weather.rain.totalAt(at - LEAF_DRYING)
  const dew = (air.relativeHumidity - 85) / 12
  return round(100 * clamp(Math.max(recent / 0.8, dew), 0, 1), 0)
}

/** What the radio gateway hears of the station, dBm: each stands elsewhere, and wet air and leaves take some of it. */
function signalAt(seed: number, { relativeHumidity }: Air): number {
  return -72 - 18 * uniform(seed, 2) - 0.1 * Math.max(0, relativeHumidity - 70)
}

/** From full to a fifth between two changes of the battery. */
function batteryAt(seed: number, at: Instant): number {
  const days = (at - bootOf(seed, at)) / (24 * HOUR)
  return 100 - (80 * days) / BATTERY_DAYS
}

/** 9 h in the morning of the day on which the battery was last changed. */
function bootOf(seed: number, at: Instant): Instant {
  const offset = Math.floor(uniform(seed, 1) * BATTERY_DAYS)
  const day = localDay(at - 9 * HOUR)
  return instantOf(Math.floor((day - offset) / BATTERY_DAYS) * BATTERY_DAYS + offset, 9)
}
