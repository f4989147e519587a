/** One unit of a dimension: how it relates to the dimension's base unit, and what devices call it. */
export interface Scale {
  /** The UCUM code first, then what data sheets and decoders write. */
  readonly names: readonly string[]
  toBase(value: number): number
  fromBase(value: number): number
}

/** base = (value + offset) × factor */
function linear(names: readonly string[], factor: number, offset = 0): Scale {
  return {
    names,
    toBase: (value) => (value + offset) * factor,
    fromBase: (value) => value / factor - offset,
  }
}

/**
 * Degrees Baumé for liquids heavier than water: SG = 145 / (145 − °Bé). That is the American modulus, which the
 * hydrometers of the trade carry beside a specific gravity scale. SG is relative to water at 15.6 °C (0.9990 g/mL);
 * we take SG for g/mL, as those double scales do: the error of 0.001 is a fifth of what ±0.5 °Bé makes.
 */
const BAUME_MODULUS = 145
const BAUME: Scale = {
  names: ["{deg'Be}", "[deg'Be]", '°Bé', '°Be', 'Bé', 'Be', 'Baumé', 'baume', 'degBe'],
  toBase: (degrees) => BAUME_MODULUS / (BAUME_MODULUS - degrees),
  fromBase: (density) => BAUME_MODULUS - BAUME_MODULUS / density,
}

/** The units that convert into one another; the first is the base. A name is looked up only within one dimension, so `g` may be gram here and gravity there. */
export const DIMENSIONS: Readonly<Record<string, readonly Scale[]>> = {
  temperature: [
    linear(['Cel', '°C', 'C', 'degC', 'celsius'], 1),
    linear(['[degF]', '°F', 'F', 'degF', 'fahrenheit'], 5 / 9, -32),
    // `K` is a quantity's own unit only where it is a difference.
    linear(['kelvin', 'K'], 1, -273.15),
  ],
  temperatureDifference: [
    linear(['K', 'kelvin', 'Cel', '°C', 'C', 'degC', 'celsius'], 1),
    linear(['Δ°F', '[degF]', '°F', 'F', 'degF', 'fahrenheit'], 5 / 9),
  ],
  fraction: [
    linear(['%', 'percent', '%RH', '%rh', '%VWC', '%vol', '%v/v', '%w/w'], 1),
    linear(['1', 'm3/m3', 'cm3/cm3'], 100),
    linear(['[ppth]', '‰', 'g/kg'], 1e-1),
    linear(['[ppm]', 'ppm', 'PPM'], 1e-4),
    linear(['[ppb]', 'ppb', 'PPB'], 1e-7),
  ],
  density: [
    linear(['g/mL', 'g/ml', 'g/cm3', 'kg/L', 'kg/l', 't/m3', 'SG', 'sg'], 1),
    linear(['kg/m3', 'g/L', 'g/l'], 1e-3),
    BAUME,
  ],
  conductivity: [
    linear(['mS/cm', 'dS/m'], 1),
    linear(['uS/cm'], 1e-3),
    linear(['mS/m'], 1e-2),
    linear(['S/m'], 10),
  ],
  acidity: [linear(['[pH]', 'pH', 'ph'], 1)],
  turbidity: [linear(['{NTU}', 'NTU', 'FNU'], 1)],
  length: [
    linear(['mm'], 1),
    linear(['cm'], 10),
    linear(['m'], 1e3),
    linear(['km'], 1e6),
    linear(['[in_i]', 'in', 'inch'], 25.4),
    linear(['[ft_i]', 'ft'], 304.8),
  ],
  pressure: [
    linear(['hPa', 'mbar'], 1),
    linear(['Pa'], 1e-2),
    linear(['kPa'], 10),
    linear(['bar'], 1e3),
    linear(['MPa'], 1e4),
    linear(['[psi]', 'psi'], 68.947_572_93),
    linear(['mm[Hg]', 'mmHg'], 1.333_223_874),
  ],
  rainRate: [
    linear(['mm/h', 'mm/hr'], 1),
    linear(['mm/min'], 60),
    linear(['[in_i]/h', 'in/h', 'in/hr'], 25.4),
  ],
  irradiance: [
    linear(['W/m2', 'W/m^2', 'Wm-2', 'W.m-2'], 1),
    linear(['kW/m2'], 1e3),
    linear(['mW/cm2'], 10),
  ],
  photonFlux: [
    linear(['umol/m2/s', 'umol/(m2.s)', 'umol/m2s', 'umolm-2s-1', 'umol.m-2.s-1', 'PPFD'], 1),
  ],
  illuminance: [linear(['lx', 'lux', 'Lux', 'LUX'], 1), linear(['klx', 'klux'], 1e3)],
  speed: [
    linear(['m/s'], 1),
    linear(['km/h', 'kmh', 'kph', 'km/hr'], 1 / 3.6),
    linear(['[kn_i]', 'kn', 'kt', 'knot'], 1_852 / 3_600),
    linear(['[mi_i]/h', 'mph'], 0.447_04),
  ],
  angle: [linear(['deg', '°', 'degree', 'degrees'], 1), linear(['rad'], 180 / Math.PI)],
  acceleration: [
    linear(['[g]', 'g', 'G'], 1),
    linear(['m[g]', 'mg', 'mG'], 1e-3),
    linear(['m/s2', 'm/s^2'], 1 / 9.806_65),
  ],
  power: [linear(['W'], 1), linear(['kW'], 1e3), linear(['mW'], 1e-3)],
  voltage: [linear(['V'], 1), linear(['mV'], 1e-3), linear(['kV'], 1e3)],
  current: [linear(['A'], 1), linear(['mA'], 1e-3)],
  energy: [
    linear(['kW.h', 'kWh'], 1),
    linear(['W.h', 'Wh'], 1e-3),
    linear(['MW.h', 'MWh'], 1e3),
    linear(['MJ'], 1 / 3.6),
    linear(['J'], 1 / 3.6e6),
  ],
  flow: [
    linear(['L/min', 'l/min', 'lpm', 'LPM'], 1),
    linear(['L/h', 'l/h'], 1 / 60),
    linear(['L/s', 'l/s'], 60),
    linear(['m3/h'], 1e3 / 60),
    linear(['mL/min', 'ml/min'], 1e-3),
  ],
  volume: [linear(['L', 'l'], 1), linear(['mL', 'ml'], 1e-3), linear(['m3'], 1e3)],
  count: [linear(['{count}', 'count', 'counts', 'pulses', '1'], 1)],
  mass: [
    linear(['kg'], 1),
    linear(['g'], 1e-3),
    linear(['yến'], 10),
    linear(['tạ'], 100),
    linear(['t', 'tonne', 'tấn'], 1e3),
    linear(['[lb_av]', 'lb'], 0.453_592_37),
  ],
  signalLevel: [linear(['dB[mW]', 'dBm'], 1)],
  signalRatio: [linear(['dB'], 1)],
}
