import type { ByteReader, ByteWriter } from './chunk-bytes.ts'

/**
 * A column of integers (magnitude below 2^51) as differences: order 1 stores n − previous, order 2 the
 * difference of that to the one before (a regular clock becomes zeros). Each is zigzag-coded as a varint; a run of zeros is
 * 0 followed by its length − 1.
 */
export type DifferenceOrder = 1 | 2

export function writeIntegers(
  writer: ByteWriter,
  numbers: Float64Array | Uint8Array,
  order: DifferenceOrder,
): void {
  let previous = 0
  let slope = 0
  let zeros = 0
  for (const n of numbers) {
    const difference = n - previous - slope
    if (order === 2) slope = n - previous
    previous = n
    if (difference === 0) {
      zeros += 1
      continue
    }
    writeZeros(writer, zeros)
    zeros = 0
    writer.writeVarint(difference > 0 ? difference * 2 : difference * -2 - 1)
  }
  writeZeros(writer, zeros)
}

function writeZeros(writer: ByteWriter, count: number): void {
  if (count === 0) return
  writer.writeVarint(0)
  writer.writeVarint(count - 1)
}

/** Fills `into` with what `writeIntegers` wrote. */
export function readIntegers(
  reader: ByteReader,
  into: Float64Array | Uint8Array,
  order: DifferenceOrder,
): void {
  let previous = 0
  let slope = 0
  let zeros = 0
  for (let i = 0; i < into.length; i += 1) {
    let difference = 0
    if (zeros > 0) {
      zeros -= 1
    } else {
      const code = reader.readVarint()
      if (code === 0) zeros = reader.readVarint()
      else difference = code % 2 === 0 ? code / 2 : (code + 1) / -2
    }
    const step = difference + slope
    if (order === 2) slope = step
    previous += step
    into[i] = previous
  }
}
