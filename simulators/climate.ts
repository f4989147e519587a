import { relativeHumidity } from '#domain/humid-air.ts'
import type { Instant } from '#domain/time.ts'

import { yearFraction } from './calendar.ts'
import { interpolate } from './number.ts'

/** Normals of Hà Tĩnh, January to December. Mean 24.2 °C and 85 % as the province publishes; the months are recollected. */
export const TEMPERATURE_NORMALS = [
  17.6, 18.5, 21, 24.9, 28.1, 29.8, 29.9, 28.9, 26.8, 24.3, 21.5, 18.5,
] as const
export const HUMIDITY_NORMALS = [91, 93, 92, 88, 82, 76, 74, 79, 86, 88, 88, 88] as const

/**
 * Rain, millimetres a month: 2,700 a year with 54 % from August to November, as the province publishes. The recollected
 * monthly table has 68 % in those months, so each of its two parts is scaled to its published share.
 */
export const RAIN_NORMALS = [142, 102, 86, 101, 211, 192, 174, 179, 398, 594, 286, 235] as const

/** Wet days a month, and tropical storms that reach the district (five to six a year). */
export const WET_DAYS = [12, 12, 11, 9, 10, 8, 8, 11, 15, 17, 16, 13] as const
export const STORMS = [0, 0, 0, 0, 0, 0.1, 0.4, 0.9, 1.6, 1.6, 0.8, 0] as const

/** Mean cloud cover (0–1), span between the day's coolest and warmest hour (°C). */
const CLOUD_NORMALS = [0.8, 0.85, 0.8, 0.65, 0.55, 0.5, 0.5, 0.6, 0.65, 0.7, 0.75, 0.78]
const DAILY_SPAN_NORMALS = [4.2, 4.2, 4.8, 5.8, 6.5, 6.5, 6.5, 6.3, 5.8, 5.2, 4.8, 4.5]

/** How the dew point follows a warm spell: with it in winter, against it when the dry wind from Laos blows. */
const DEW_POINT_RESPONSE = [1, 1, 0.6, 0, -0.4, -0.4, -0.4, -0.2, 0.3, 0.7, 1, 1]

/** The measured July day of Hà Tĩnh city, °C by local hour (13,807 samples, 29 June to 24 July 2025). */
const JULY_DAY = [
  26.4, 26.3, 26.2, 26.1, 26, 25.9, 26.5, 27.4, 28.6, 29.7, 30.9, 31.9, 32.3, 32.4, 32.3, 31.7, 31,
  29.8, 28.6, 27.9, 27.3, 27, 26.8, 26.6,
]
const JULY_MEAN = JULY_DAY.reduce((sum, value) => sum + value, 0) / 24
/** The day's shape: mean 0, from the coolest to the warmest hour 1. */
const DAY_SHAPE = JULY_DAY.map((value) => (value - JULY_MEAN) / (32.4 - 25.9))

/** How far the dew point lies below the mean temperature, so that the month's mean humidity comes out right. */
const DEW_POINT_DEPRESSIONS = HUMIDITY_NORMALS.map((humidity, month) =>
  findDepression(humidity, month),
)

export interface Climate {
  readonly temperature: number
  readonly dailySpan: number
  readonly cloud: number
  readonly dewPointDepression: number
  readonly dewPointResponse: number
}

export function climateAt(at: Instant): Climate {
  // Normals stand for the middle of their month.
  const month = yearFraction(at) * 12 - 0.5
  return {
    temperature: interpolate(TEMPERATURE_NORMALS, month),
    dailySpan: interpolate(DAILY_SPAN_NORMALS, month),
    cloud: interpolate(CLOUD_NORMALS, month),
    dewPointDepression: interpolate(DEW_POINT_DEPRESSIONS, month),
    dewPointResponse: interpolate(DEW_POINT_RESPONSE, month),
  }
}

export function dayShape(localHour: number): number {
  return interpolate(DAY_SHAPE, localHour)
}

/** Bisection; the mean humidity of the day falls as the depression grows. */
function findDepression(humidity: number, month: number): number {
  let [low, high] = [0, 15]
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2
    if (meanHumidity(month, middle) > humidity) low = middle
    else high = middle
  }
  return low
}

function meanHumidity(month: number, depression: number): number {
  const mean = interpolate(TEMPERATURE_NORMALS, month)
  const span = interpolate(DAILY_SPAN_NORMALS, month)
  const hours = DAY_SHAPE.map((shape) => relativeHumidity(mean + span * shape, mean - depression))
  return hours.reduce((sum, value) => sum + value, 0) / hours.length
}
