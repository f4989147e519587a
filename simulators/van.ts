import type { Instant } from '#domain/time.ts'

import { localDay, localHour, weekday } from './calendar.ts'
import { clamp, round } from './number.ts'
import { deriveSeed, sensorNoise, uniform } from './random.ts'
import { positionOnRoute, ROUTE_KILOMETRES } from './route.ts'
import type { Model } from './sample.ts'
import type { Weather } from './weather.ts'

/** Hours of the day, local time, each trip up to half an hour late. */
const OUTWARD_HOUR = 6.5
const HOMEWARD_HOUR = 13.5
const TRIP_HOURS = 1.5
const COOLING_BEGINS_HOUR = 5.5
/** The cooled box while it runs, and how fast it gets there or back to the air outside. */
const SET_POINT_CELSIUS = 7
const COOLING_HOURS = 0.4
const WARMING_HOURS = 1.5

interface Day {
  readonly isDriving: boolean
  readonly outwardHour: number
  readonly homewardHour: number
}

/** The van that brings bottles and fruit from Kỳ Anh to Hà Tĩnh city and comes back; on Sundays it stands in the yard. */
export function createVan(seed: number, weather: Weather): Model {
  return (at) => {
    const day = planDay(deriveSeed(seed, 'day'), localDay(at))
    const hour = localHour(at)
    const speed = speedAt(seed, day, at)
    const position = positionOnRoute(shareOfWay(day, hour))
    const jitter = (purpose: number) => sensorNoise(seed ^ purpose, at, 0.000_05)
    return {
      latitude: round(position.latitude + jitter(1), 5),
      longitude: round(position.longitude + jitter(2), 5),
      altitude: round(position.altitude + sensorNoise(seed, at, 3), 0),
      speed: round(speed, 0),
      motion: Number(speed > 0),
      temperature: round(
        boxTemperature(day, hour, weather.airAt(at).temperature) + sensorNoise(~seed, at, 0.2),
        2,
      ),
      door: Number(isUnloading(day, hour)),
      shock: round(shockAt(seed, at, speed), 2),
      battery: round(batteryAt(day, hour), 0),
    }
  }
}

function planDay(seed: number, day: number): Day {
  return {
    isDriving: weekday(day) !== 0,
    outwardHour: OUTWARD_HOUR + 0.5 * uniform(seed, day),
    homewardHour: HOMEWARD_HOUR + 0.5 * uniform(~seed, day),
  }
}

/** 0 at home, 1 in the city. Steady on the way, slow at both ends. */
function shareOfWay({ isDriving, outwardHour, homewardHour }: Day, hour: number): number {
  if (!isDriving) return 0
  const outward = clamp((hour - outwardHour) / TRIP_HOURS, 0, 1)
  const homeward = clamp((hour - homewardHour) / TRIP_HOURS, 0, 1)
  return ease(outward) - ease(homeward)
}

function ease(progress: number): number {
  return progress * progress * (3 - 2 * progress)
}

function isUnderWay({ isDriving, outwardHour, homewardHour }: Day, hour: number): boolean {
  const isBetween = (from: number) => hour > from && hour < from + TRIP_HOURS
  return isDriving && (isBetween(outwardHour) || isBetween(homewardHour))
}

/** km/h: what the way gains, with traffic. */
function speedAt(seed: number, day: Day, at: Instant): number {
  const hour = localHour(at)
  if (!isUnderWay(day, hour)) return 0
  const gained = Math.abs(shareOfWay(day, hour + 0.01) - shareOfWay(day, hour - 0.01))
  const traffic = 1 + sensorNoise(seed ^ 3, at, 0.25)
  return Math.max(3, (gained / 0.02) * ROUTE_KILOMETRES * traffic)
}

/** Loading at home before the trip, unloading in the city after it. */
function isUnloading({ isDriving, outwardHour }: Day, hour: number): boolean {
  const arrival = outwardHour + TRIP_HOURS
  const isBetween = (from: number, until: number) => hour > from && hour < until
  return (
    isDriving &&
    (isBetween(outwardHour - 0.3, outwardHour - 0.1) || isBetween(arrival + 0.2, arrival + 0.6))
  )
}

/** Cooled from before the loading until the last crate is out, then it follows the air. */
function boxTemperature(day: Day, hour: number, outside: number): number {
  if (!day.isDriving || hour < COOLING_BEGINS_HOUR) return outside
  const coolingEnds = day.outwardHour + TRIP_HOURS + 0.6
  const cooled = Math.exp(-(Math.min(hour, coolingEnds) - COOLING_BEGINS_HOUR) / COOLING_HOURS)
  const warmed = hour > coolingEnds ? Math.exp(-(hour - coolingEnds) / WARMING_HOURS) : 1
  const opened = isUnloading(day, hour) ? 2 : 0
  return outside - (outside - SET_POINT_CELSIUS) * (1 - cooled) * warmed + opened
}

/** Largest acceleration since the last message: rough road now and then, a hard knock about once a month. */
function shockAt(seed: number, at: Instant, speed: number): number {
  if (speed === 0) return 0.02
  const chance = uniform(seed ^ 4, Math.trunc(at / 1_000))
  return chance > 0.9995 ? 5 + 3_000 * (chance - 0.9995) : 0.2 + 1.6 * chance ** 3
}

/** The tracker is charged while the van drives. */
function batteryAt(day: Day, hour: number): number {
  return isUnderWay(day, hour) ? 100 : clamp(100 - 1.2 * ((hour + 24 - 15) % 24), 60, 100)
}
