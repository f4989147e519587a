import type { Instant } from '#domain/time.ts'

import { localHour, yearFraction } from './calendar.ts'

/** Kỳ Anh, Hà Tĩnh. */
const LATITUDE = (18.07 * Math.PI) / 180
const LONGITUDE_DEGREES = 106.28
const ZONE_MERIDIAN_DEGREES = 105

/** Cosine of the sun's zenith angle; negative at night. Declination and equation of time after Spencer (1971), shortened. */
export function cosineOfZenith(at: Instant): number {
  const year = 2 * Math.PI * yearFraction(at)
  const declination = 0.006_918 - 0.399_912 * Math.cos(year) + 0.070_257 * Math.sin(year)
  const equationOfTimeMinutes =
    229.18 *
    (0.001_868 * Math.cos(year) - 0.032_077 * Math.sin(year) - 0.040_849 * Math.sin(2 * year))
  const solarHour =
    localHour(at) + (LONGITUDE_DEGREES - ZONE_MERIDIAN_DEGREES) / 15 + equationOfTimeMinutes / 60
  const hourAngle = ((solarHour - 12) * Math.PI) / 12
  return (
    Math.sin(LATITUDE) * Math.sin(declination) +
    Math.cos(LATITUDE) * Math.cos(declination) * Math.cos(hourAngle)
  )
}

/** Global irradiance on the ground under a clear sky, W/m² (Haurwitz 1945). */
export function clearSkyIrradiance(at: Instant): number {
  const cosine = cosineOfZenith(at)
  return cosine > 0 ? 1_098 * cosine * Math.exp(-0.057 / cosine) : 0
}
