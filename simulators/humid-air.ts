/** Formulas of FAO Irrigation and Drainage Paper 56, chapter 3; temperatures in °C, pressures in kPa. */

export function saturationPressure(temperature: number): number {
  return 0.6108 * Math.exp((17.27 * temperature) / (temperature + 237.3))
}

/** Percent, at most 100. */
export function relativeHumidity(temperature: number, dewPoint: number): number {
  return Math.min(100, (100 * saturationPressure(dewPoint)) / saturationPressure(temperature))
}

export function dewPointOf(temperature: number, humidity: number): number {
  const logarithm = Math.log((saturationPressure(temperature) * humidity) / 100 / 0.6108)
  return (237.3 * logarithm) / (17.27 - logarithm)
}
