import type { ByteReader, ByteWriter } from './chunk-bytes.ts'
import { readIntegers, writeIntegers } from './chunk-integers.ts'

/** Modes 0 … 9 are integers scaled by that many decimals; whatever does not survive that bit by bit is stored as floats. */
export const DECIMALS_MAX = 9
const FLOAT32 = 10
const FLOAT64 = 11

/** Scaled integers stay below this, so that their differences are exact too. */
const SCALED_MAX = 2 ** 51

export function writeValues(writer: ByteWriter, values: Float64Array): void {
  const decimals = findDecimals(values)
  if (decimals !== undefined) {
    writer.writeVarint(decimals)
    const scale = 10 ** decimals
    writeIntegers(
      writer,
      values.map((value) => Math.round(value * scale)),
      1,
    )
  } else if (values.every((value) => Object.is(Math.fround(value), value))) {
    writer.writeVarint(FLOAT32)
    writer.writeBytes(new Uint8Array(new Float32Array(values).buffer))
  } else {
    writer.writeVarint(FLOAT64)
    writer.writeBytes(new Uint8Array(values.slice().buffer))
  }
}

export function readValues(reader: ByteReader, count: number): Float64Array {
  const mode = reader.readVarint()
  if (mode === FLOAT64) return new Float64Array(reader.readBytes(count * 8).buffer)
  if (mode === FLOAT32)
    return Float64Array.from(new Float32Array(reader.readBytes(count * 4).buffer))
  if (mode > DECIMALS_MAX) throw new Error(`value mode ${mode}, known are 0 to ${FLOAT64}`)
  const values = new Float64Array(count)
  readIntegers(reader, values, 1)
  const scale = 10 ** mode
  for (let i = 0; i < count; i += 1) values[i] = (values[i] ?? 0) / scale
  return values
}

/** The fewest decimals with which every value comes back exactly as it is; undefined when nine are too few. */
export function findDecimals(values: Float64Array): number | undefined {
  let decimals = 0
  for (const value of values) {
    while (!isExact(value, 10 ** decimals)) {
      decimals += 1
      if (decimals > DECIMALS_MAX) return undefined
    }
  }
  const scale = 10 ** decimals
  return values.every((value) => isExact(value, scale)) ? decimals : undefined
}

function isExact(value: number, scale: number): boolean {
  const scaled = Math.round(value * scale)
  return Math.abs(scaled) < SCALED_MAX && scaled / scale === value && !Object.is(value, -0)
}
