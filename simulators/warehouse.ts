import { dewPointOf, relativeHumidity } from '#domain/humid-air.ts'
import { DAY, HOUR, MINUTE, type Instant } from '#domain/time.ts'

import { localDay, localHour, weekday } from './calendar.ts'
import { clamp, round } from './number.ts'
import { deriveSeed, sensorNoise, uniform } from './random.ts'
import type { Model } from './sample.ts'
import { createTrajectory } from './trajectory.ts'
import type { Air, Weather } from './weather.ts'

const STEP = 10 * MINUTE
/** Walls and stock keep the outdoor temperature for a while; an open door lets it in. */
const TEMPERATURE_TIME_CONSTANT = 9 * HOUR
const TEMPERATURE_TIME_CONSTANT_OPEN = 3 * HOUR
const MOISTURE_TIME_CONSTANT = 5 * HOUR
/** Runs begin four to eight weeks back, at a multiple of four weeks: many time constants. */
const RUN = 28 * DAY

interface Room {
  readonly temperature: number
  readonly dewPoint: number
}

/** The store of bottles and dried fish. */
export function createWarehouse(seed: number, weather: Weather): Model {
  const doorSeed = deriveSeed(seed, 'door')
  const roomAt = createTrajectory<Room>({
    step: STEP,
    anchorOf: (at) => (Math.floor(at / RUN) - 1) * RUN,
    begin: (at) => weather.airAt(at),
    advance: (room, at) => advanceRoom(room, weather.airAt(at), isDoorOpen(doorSeed, at)),
  })
  return (at) => {
    const { temperature, dewPoint } = roomAt(at)
    const shown = temperature + sensorNoise(seed, at, 0.1)
    const humidity = relativeHumidity(shown, dewPoint) + sensorNoise(~seed, at, 0.8)
    return {
      temperature: round(shown, 2),
      'relative-humidity': round(clamp(humidity, 0, 100), 1),
      'dew-point': round(dewPointOf(shown, clamp(humidity, 1, 100)), 1),
      door: Number(isDoorOpen(doorSeed, at)),
      mains: Number(isMainsPresent(seed, weather, at)),
    }
  }
}

function advanceRoom(room: Room, air: Air, isOpen: boolean): Room {
  const roof = air.temperature + 0.004 * air.irradiance
  const timeConstant = isOpen ? TEMPERATURE_TIME_CONSTANT_OPEN : TEMPERATURE_TIME_CONSTANT
  return {
    temperature: room.temperature + (roof - room.temperature) * (STEP / timeConstant),
    dewPoint: room.dewPoint + (air.dewPoint - room.dewPoint) * (STEP / MOISTURE_TIME_CONSTANT),
  }
}

/** In working hours somebody is in and out: each ten minutes with a chance of one in five. Sundays are quiet. */
export function isDoorOpen(seed: number, at: Instant): boolean {
  const hour = localHour(at)
  const isWorking = hour >= 7 && hour < 17 && !(hour >= 11.5 && hour < 13)
  if (!isWorking || weekday(localDay(at)) === 0) return false
  return uniform(seed, Math.floor(at / STEP)) < 0.2
}

/** Storms take the power away for hours; otherwise it fails about once in two months, for an hour. */
export function isMainsPresent(seed: number, weather: Weather, at: Instant): boolean {
  if (weather.rain.stormAt(at) > 0.75) return false
  return uniform(seed ^ 0x51ed, Math.floor(at / HOUR)) > 1 / 1_460
}
