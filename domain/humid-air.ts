/**
 * Formulas of FAO Irrigation and Drainage Paper 56, chapter 3, over water also below 0 °C, as humidity sensors mean it; temperatures
 * in °C, pressures in kPa, relative humidity in percent. From −20 to 80 °C the saturation pressure is right to one percent.
 */

/** Equation 11. */
export function saturationPressure(temperature: number): number {
  return 0.6108 * Math.exp((17.27 * temperature) / (temperature + 237.3))
}

/** Percent, at most 100. */
export function relativeHumidity(temperature: number, dewPoint: number): number {
  return Math.min(100, (100 * saturationPressure(dewPoint)) / saturationPressure(temperature))
}

/** Equation 11 solved for the temperature at which the vapour in the air saturates it; NaN for air without vapour. */
export function dewPointOf(temperature: number, humidity: number): number {
  const logarithm = Math.log((saturationPressure(temperature) * humidity) / 100 / 0.6108)
  return (237.3 * logarithm) / (17.27 - logarithm)
}

/** How much more vapour the air could hold. Of the air, not between leaf and air: a leaf in the sun is warmer. */
export function vapourPressureDeficit(temperature: number, humidity: number): number {
  return saturationPressure(temperature) * (1 - humidity / 100)
}
