/**
 * Numbers that are no measurements: what a sensor, a bus or a decoder says when it could not measure. They are compared
 * exactly, after conversion to the quantity's own unit. A number that the quantity can well have stays out of its list:
 * −0.1 °C is some decoders' word for a missing probe, and any cold room's temperature.
 */
type Sentinels = ReadonlyMap<number, string>

/** A signed or unsigned register of 16 bits without a value, whole, in tenths and in hundredths. */
const REGISTERS: readonly (readonly [number, string])[] = [
  [32_767, '0x7FFF'],
  [3_276.7, '0x7FFF in tenths'],
  [327.67, '0x7FFF in hundredths: no probe is connected'],
  [-32_768, '0x8000'],
  [-3_276.8, '0x8000 in tenths'],
  [-327.68, '0x8000 in hundredths'],
  [65_535, '0xFFFF'],
  [6_553.5, '0xFFFF in tenths'],
  [655.35, '0xFFFF in hundredths'],
]

const DS18B20: readonly (readonly [number, string])[] = [
  [-127, 'a DS18B20 is not connected (DallasTemperature DEVICE_DISCONNECTED_C)'],
  // The collector of a vat and a dryer can pass 85 °C; of theirs, too, the one reading of exactly 85 is given up.
  [85, 'a DS18B20 was read before it had converted (its power-on value)'],
]

const LOGGER: readonly (readonly [number, string])[] = [
  [-999, 'a data logger has no value'],
  [-9_999, 'a data logger has no value'],
]

const NO_FIX: readonly (readonly [number, string])[] = [[0, 'the receiver has no fix yet (0, 0)']]

/** By quantity. Counters have none: a count passes every number on its way. */
const SENTINELS: ReadonlyMap<string, Sentinels> = new Map([
  ['temperature', new Map([...REGISTERS, ...LOGGER, ...DS18B20])],
  // No soil of ours ever freezes.
  [
    'soil-temperature',
    new Map([...REGISTERS, ...LOGGER, ...DS18B20, [-0.1, 'no probe is connected']]),
  ],
  ['dew-point', new Map([...REGISTERS, ...LOGGER])],
  ['relative-humidity', new Map([...REGISTERS, ...LOGGER])],
  ['soil-moisture', new Map([...REGISTERS, ...LOGGER, [-0.1, 'no probe is connected']])],
  ['leaf-wetness', new Map([...REGISTERS, ...LOGGER])],
  ['ph', new Map([...REGISTERS, ...LOGGER])],
  ['battery', new Map(REGISTERS)],
  ['battery-voltage', new Map([...REGISTERS, ...LOGGER])],
  // These can have the values in tenths and hundredths.
  ['co2', toWhole(REGISTERS)],
  ['illuminance', toWhole(REGISTERS)],
  ['soil-conductivity', toWhole(REGISTERS)],
  ['distance', toWhole(REGISTERS)],
  ['level', toWhole(REGISTERS)],
  ['pressure', toWhole(REGISTERS)],
  ['latitude', new Map(NO_FIX)],
  ['longitude', new Map(NO_FIX)],
])

/** Why the number is none, or `undefined` when it is one. */
export function findSentinel(value: number, quantity: string): string | undefined {
  return SENTINELS.get(quantity)?.get(value)
}

function toWhole(pairs: readonly (readonly [number, string])[]): Sentinels {
  return new Map(pairs.filter(([value]) => Number.isInteger(value)))
}
